# means=@file:column: the file, the line and the column of what is wrong
run() { lockstep run -a ucb1 -e bernoulli -n 16 -T 100 --rows finals "means=@$1"; echo "$?"; }
printf 'arm,mean\na,0.9\nb,0.6,7\n' >wide.csv;        run wide.csv:mean
printf 'arm,mean\na,0.9\nb\n' >narrow.csv;            run narrow.csv:mean
printf 'arm,mean\na,0.9\nb,"0.6\n' >quote.csv;        run quote.csv:mean
printf 'arm,mean\na,0.9\nb,0."6"\n' >quote.csv;       run quote.csv:mean
printf 'arm,mean\na,0.9\nb,O.6\n' >letter.csv;        run letter.csv:mean
printf 'arm,mean\na,0.9\nb,0,6\n' >comma.csv;         run comma.csv:mean
printf 'arm,mean\na,0.9\nb,\n' >empty_cell.csv;       run empty_cell.csv:mean
printf 'arm,mean\na,0.9\nb,NaN\n' >nan.csv;           run nan.csv:mean
printf 'arm,mean\na,0.9\nb,1.6\n' >range.csv;         run range.csv:mean
printf 'arm,mean\na,0.9\nb,0.6' >cut.csv;             run cut.csv:mean
printf 'arm,mean\na,0.9\n\nb,0.6\n' >blank.csv;       run blank.csv:mean
printf 'arm,mean\na,0.9\nb,0.\0006\n' >nul.csv;       run nul.csv:mean
printf 'arm,mean\ra,0.9\rb,0.6\r' >mac.csv;           run mac.csv:mean
printf 'mean,mean\n0.9,0.6\n' >twice.csv;             run twice.csv:mean
printf "arm,mean\n" >header.csv;                      run header.csv:mean
: >empty.csv;                                         run empty.csv:mean
printf 'arm,mean\na,0.9\nb,0.6\n' >good.csv;          run good.csv:maen
run good.csv
run good.csv:
run missing.csv:mean
run .:mean
