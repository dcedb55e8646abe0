# Files of other programs, which ours writes; they are read in another project.
mkdir polnear
annotator export polnear/dev --format brat --layer 'human ana'
annotator export tasks.json --format label-studio
annotator export out.conll --format conll --layer 'human ben'
annotator export folder --format brat --layer human
annotator export tasks.jsonl --format doccano
printf '[roles]\nWetter = ""\n' >words.toml
export ANNOTATOR_DB="$PWD/other.db"
