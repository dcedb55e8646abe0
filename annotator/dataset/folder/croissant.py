"""croissant.json: the folder in the words of MLCommons' Croissant 1.0, for machines to find and load it."""

from collections.abc import Iterator
from typing import Any

from annotator.dataset.folder.configs import Config
from annotator.dataset.folder.files import Written
from annotator.dataset.folder.told import Told
from annotator.dataset.schema.shapes import Shape

Node = dict[str, Any]

_TYPES = {
    "string": "sc:Text",
    "int64": "sc:Integer",
    "float64": "sc:Float",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
}
_CONTEXT: Node = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(told: Told) -> Node:
    """The metadata of a folder. Each file of data has a record set of its own: config and part."""
    name = told.options.title
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name,
        "description": f"{name}: who says what in news articles. README.md says how it was made.",
        "license": told.options.license,
        "url": ".",
        "version": "1.0.0",
        **({"datePublished": told.counts.latest[:10]} if told.counts.latest else {}),
        "inLanguage": told.options.language,
        "citeAs": name,
        "distribution": [_file(file) for file in told.data.values()],
        "recordSet": [
            _record_set(config, part, file)
            for config in told.configs
            for part, file in told.files_of(config).items()
        ],
    }


def _file(file: Written) -> Node:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _format(file.path),
        "sha256": file.sha256,
    }


def _format(path: str) -> str:
    return "application/x-parquet" if path.endswith(".parquet") else "application/jsonlines"


def _record_set(config: Config, part: str, file: Written) -> Node:
    id_ = f"{config.name}/{part}"
    return {
        "@type": "cr:RecordSet",
        "@id": id_,
        "name": id_,
        "description": f"{config.words}, {part}: one a line",
        "field": list(_fields(id_, config.shape, file.path)),
    }


def _fields(above: str, row: dict[str, Shape], path: str) -> Iterator[Node]:
    for key, value in row.items():
        yield _field(f"{above}/{key}", key, value, path, key, [])


def _is_structs(value: Shape) -> bool:
    """A list of structs: within another such list it cannot be told, for a JSON path leads to one value."""
    return isinstance(value, list) and isinstance(value[0], dict)


def _field(id_: str, name: str, value: Shape, path: str, column: str, way: list[str]) -> Node:
    """A key, at the end of `way` within a column."""
    node: Node = {"@type": "cr:Field", "@id": id_, "name": name}
    inner = value
    if isinstance(inner, list):
        node["repeated"] = True
        inner = inner[0]
    if isinstance(inner, dict):
        node["subField"] = [
            _field(f"{id_}/{key}", key, part, path, column, [*way, key])
            for key, part in inner.items()
            if not (isinstance(value, list) and _is_structs(part))
        ]
        return node
    while isinstance(inner, list):
        inner = inner[0]
    assert isinstance(inner, str)
    source: Node = {"fileObject": {"@id": path}, "extract": {"column": column}}
    if way:
        source["transform"] = [{"jsonPath": key} for key in way]
    return node | {"dataType": _TYPES[inner], "source": source}
