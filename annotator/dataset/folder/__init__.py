"""The dataset as a folder: data, schemas, card, manifest and Croissant metadata."""
