run() { lockstep run -a ucb1 -e replay -n 16 -T "${2-100}" --rows finals ${1:+"file=$1"} ${3-}; echo "$?"; }
printf 'a,b\n0.1,0.9\n0.2,1.2\n' >range.csv;      run range.csv
printf 'a,b\n0.1,0.9\n0.2,-1\n' >range.csv;       run range.csv
printf 'a,b\n0.1,0.9\n0.2,NaN\n' >nan.csv;        run nan.csv
printf 'a,b\n0.1,0.9\n0.2,1e\n' >number.csv;      run number.csv
printf 'a,b\n0.1,0.9\n0.2\n' >narrow.csv;         run narrow.csv
printf 'a\n0.1\n0.2\n' >one.csv;                  run one.csv
printf 'a,b\n' >header.csv;                       run header.csv
printf 'a,b\n0.1,0.9\n0.2,0.8\n' >good.csv;       run good.csv 3 order=logged
run missing.csv
run ''
