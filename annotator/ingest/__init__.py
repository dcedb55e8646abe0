"""Files and folders into articles. The verb is `annotator.ingest.read.read`."""
