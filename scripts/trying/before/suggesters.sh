# A package with another suggester, and a model's predictions for one article.
mkdir -p plugins/crf-1.dist-info
cat >plugins/crf-1.dist-info/METADATA <<'META'
Metadata-Version: 2.1
Name: crf
Version: 1
META
cat >plugins/crf-1.dist-info/entry_points.txt <<'POINTS'
[annotator.suggesters]
crf = crf:Crf
POINTS
cat >plugins/crf.py <<'CODE'
from annotator.suggest.suggester import Suggestion


class Crf:
    name = "crf"
    version = "1"

    def suggest(self, given):
        return Suggestion(())
CODE
export PYTHONPATH="$PWD/plugins"
annotator articles --json | python -c '
import json, sys
digest = json.load(sys.stdin)["articles"][0]["digest"]
layer = {"name": "crf", "version": "3"}
print(json.dumps({"layer": layer, "article": {"digest": digest}, "content": [{"start": 308, "end": 337}]}))
' >predictions.jsonl
