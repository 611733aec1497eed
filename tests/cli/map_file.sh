# a map in a text file, in a CSV of letters, or in the line: the same lake
printf 'SF\r\n\nHG' >lake.txt
printf 'S,F\nH,G\n' >lake.csv
lockstep run -q -a q -e frozenlake map=@lake.txt,@lake.csv,SF/HG -n 8 -T 100 --log 100 | cut -d, -f3-9
for map in @none SFX SF/HG/G FF/FG SF/FF ; do
    lockstep run -q -a q -e frozenlake "map=$map"; echo "$?"
done
lockstep run -q -a q -e frozenlake "map=S F"; echo "$?"
