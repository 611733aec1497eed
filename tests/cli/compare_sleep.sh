# Student's sleep data (R: `sleep`): R prints t.test(paired = TRUE) p 0.002833, -2.460 .. -0.700; t.test p 0.07939; wilcox.test p 0.06933
{
    echo algo,seed,hours
    printf 'first,%s\n' 1,0.7 2,-1.6 3,-0.2 4,-1.2 5,-0.1 6,3.4 7,3.7 8,0.8 9,0 10,2
    printf 'second,%s\n' 1,1.9 2,0.8 3,1.1 4,0.1 5,-0.1 6,4.4 7,5.5 8,1.6 9,4.6 10,3.4
} >sleep.csv
lockstep compare sleep.csv
lockstep compare sleep.csv --better lower --test permutation
lockstep compare --unpaired --test u --better higher <sleep.csv
lockstep compare sleep.csv --better higher --unpaired --level 0.1 --format csv
lockstep compare sleep.csv --better higher --format tsv --baseline first
lockstep compare sleep.csv --better higher --format jsonl --unpaired
lockstep compare sleep.csv --better higher --format json
