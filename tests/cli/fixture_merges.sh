# a directory that the first version wrote is read by every later one: its parts give the tables they gave then
cp -r "$here/../fixtures/run-1" d
lockstep status d | head -2
lockstep merge d
(cd d && sha256sum -c --quiet SHA256SUMS) && cmp d/SHA256SUMS "$here/../fixtures/run-1/SHA256SUMS"; echo "$?"
lockstep verify d --recompute 6
