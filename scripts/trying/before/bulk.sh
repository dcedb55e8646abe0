# Two small dumps.
mkdir crawl
python - <<'CODE'
import json

import zstandard

story = "The mayor said: “We build the bridge at last.” Nobody in the town asked him why. Others wait. "
page = {"body": story * 5, "paper": "The Harbour", "date": "2024-05-04"}
with open("crawl/a.jsonl", "w") as out:
    print(json.dumps(page), file=out)
with open("2024.jsonl.zst", "wb") as out:
    lines = ({"text": f"{n}. {story * 5}", "outlet": "The Post", "date": f"2024-0{n}-04"} for n in range(1, 9))
    out.write(zstandard.compress("\n".join(map(json.dumps, lines)).encode()))
CODE
