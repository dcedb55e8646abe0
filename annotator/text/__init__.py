"""Rules over text: tokens, paragraphs, quotation marks, sentences, types. Values in, values out; no I/O."""
