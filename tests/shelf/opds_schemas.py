"""The requirements of OPDS 1.2 and 2.0 as our own schemas: RELAX NG for Atom (RFC 4287), and JSON Schema."""

from __future__ import annotations

from typing import Any

from lxml import etree

_COMMON = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:a="http://www.w3.org/2005/Atom"
  xmlns:dc="http://purl.org/dc/terms/" xmlns:s="http://a9.com/-/spec/opensearch/1.1/"
  ns="http://www.w3.org/2005/Atom" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<define name="words"><data type="string"><param name="pattern">[\\s\\S]*\\S[\\s\\S]*</param></data></define>
<define name="iri"><data type="anyURI"><param name="pattern">[A-Za-z][A-Za-z0-9+.\\-]*:\\S+</param></data></define>
<define name="moment"><data type="dateTime"><param name="pattern">.*(Z|[+\\-]\\d\\d:\\d\\d)</param></data></define>
<define name="person"><element name="name"><ref name="words"/></element></define>
<define name="basics"><interleave>
  <element name="id"><ref name="iri"/></element>
  <element name="title"><ref name="words"/></element>
  <element name="updated"><ref name="moment"/></element>
</interleave></define>
<define name="address"><attribute name="href"><data type="anyURI"><param name="minLength">1</param></data></attribute></define>
<define name="title"><optional><attribute name="title"><ref name="words"/></attribute></optional></define>
<define name="toFeed"><attribute name="type"><choice>
  <value>application/atom+xml;profile=opds-catalog;kind=navigation</value>
  <value>application/atom+xml;profile=opds-catalog;kind=acquisition</value></choice></attribute></define>
<define name="self"><element name="link"><attribute name="rel"><value>self</value></attribute><ref name="address"/><ref name="toFeed"/></element></define>
<define name="start"><element name="link"><attribute name="rel"><value>start</value></attribute><ref name="address"/>
  <attribute name="type"><value>application/atom+xml;profile=opds-catalog;kind=navigation</value></attribute></element></define>
<define name="otherFeed"><element name="link"><attribute name="rel"><choice><value>up</value><value>first</value><value>previous</value>
  <value>next</value><value>last</value></choice></attribute><ref name="address"/><ref name="toFeed"/></element></define>
<define name="page"><element name="link"><attribute name="rel"><value>alternate</value></attribute><ref name="address"/>
  <attribute name="type"><value>text/html</value></attribute></element></define>
<define name="pointer"><element name="link"><attribute name="rel"><choice><value>subsection</value>
  <value>http://opds-spec.org/sort/new</value></choice></attribute><ref name="address"/><ref name="toFeed"/></element></define>
<define name="acquisition"><element name="link">
  <attribute name="rel"><value>http://opds-spec.org/acquisition/open-access</value></attribute><ref name="address"/>
  <attribute name="type"><choice><value>application/epub+zip</value><value>application/pdf</value></choice></attribute>
  <optional><attribute name="length"><data type="positiveInteger"/></attribute></optional><ref name="title"/></element></define>
<define name="picture"><element name="link"><attribute name="rel"><choice><value>http://opds-spec.org/image</value>
  <value>http://opds-spec.org/image/thumbnail</value></choice></attribute><ref name="address"/>
  <attribute name="type"><choice><value>image/jpeg</value><value>image/png</value><value>image/gif</value></choice></attribute></element></define>
<define name="pointing"><element name="entry"><interleave><ref name="basics"/>
  <element name="content"><attribute name="type"><value>text</value></attribute><ref name="words"/></element>
  <ref name="pointer"/></interleave></element></define>
<define name="publication"><element name="entry"><interleave><ref name="basics"/>
  <zeroOrMore><element name="author"><ref name="person"/></element></zeroOrMore>
  <optional><element name="dc:identifier"><ref name="words"/></element></optional>
  <element name="dc:language"><data type="language"/></element>
  <optional><element name="dc:issued"><choice><data type="gYear"/><data type="gYearMonth"/><data type="date"/></choice></element></optional>
  <optional><element name="dc:publisher"><ref name="words"/></element></optional>
  <optional><element name="dc:isPartOf"><ref name="words"/></element></optional>
  <optional><element name="rights"><ref name="words"/></element></optional>
  <optional><element name="summary"><attribute name="type"><value>text</value></attribute><ref name="words"/></element></optional>
  <zeroOrMore><element name="category"><attribute name="term"/><optional><attribute name="label"/></optional></element></zeroOrMore>
  <oneOrMore><choice><ref name="picture"/><ref name="acquisition"/></choice></oneOrMore></interleave></element></define>
<define name="head"><attribute name="xml:lang"><data type="language"/></attribute></define>
<start><element name="feed"><ref name="head"/><interleave><ref name="basics"/><element name="author"><ref name="person"/></element>
  %s</interleave></element></start></grammar>
"""
_NAVIGATION = (
    '<oneOrMore><choice><ref name="self"/><ref name="start"/><ref name="page"/></choice></oneOrMore>'
    '<oneOrMore><ref name="pointing"/></oneOrMore>'
)
_ACQUISITION = (
    '<optional><element name="s:totalResults"><data type="integer"/></element></optional>'
    '<optional><element name="s:itemsPerPage"><data type="integer"/></element></optional>'
    '<oneOrMore><choice><ref name="self"/><ref name="start"/><ref name="otherFeed"/></choice></oneOrMore>'
    '<oneOrMore><ref name="publication"/></oneOrMore>'
)

NAVIGATION = etree.RelaxNG(etree.fromstring(_COMMON % _NAVIGATION))
"""A navigation feed (OPDS 1.2, 2.1): entries that lead on, and none that is a publication."""
ACQUISITION = etree.RelaxNG(etree.fromstring(_COMMON % _ACQUISITION))
"""An acquisition feed (OPDS 1.2, 2.2): every entry can be had."""

RULES = (
    "count(/a:feed/a:link[@rel='self']) = 1",
    "count(/a:feed/a:link[@rel='start']) = 1",
    "not(/a:feed/a:entry[a:link[starts-with(@rel, 'http://opds-spec.org/image')] and "
    "not(a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')])])",
    "count(/a:feed/a:entry) = count(/a:feed/a:entry[not(a:id = preceding-sibling::a:entry/a:id)])",
)
"""What RELAX NG cannot say, as XPath that must hold; `a` is Atom."""

_LINK: dict[str, Any] = {
    "type": "object",
    "required": ["href", "type"],
    "properties": {
        "href": {"type": "string", "minLength": 1},
        "type": {"type": "string"},
        "title": {"type": "string", "minLength": 1},
        "rel": {"type": ["string", "array"], "items": {"type": "string"}},
        "width": {"type": "integer", "exclusiveMinimum": 0},
        "height": {"type": "integer", "exclusiveMinimum": 0},
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
_SELF = {
    "contains": {
        "properties": {
            "rel": {"anyOf": [{"const": "self"}, {"contains": {"const": "self"}, "type": "array"}]}
        }
    }
}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
PUBLICATION: dict[str, Any] = {
    "type": "object",
    "required": ["metadata", "links", "images"],
    "properties": {
        "metadata": {
            "type": "object",
            "required": ["title", "language", "identifier", "modified"],
            "properties": {
                "@type": {"type": "string", "format": "uri"},
                "title": {"type": "string", "minLength": 1},
                "identifier": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:"},
                "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
                "modified": _MOMENT,
                "published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
                "author": {"type": "array", "items": {"type": "string", "minLength": 1}},
                "publisher": {"type": "string"},
                "description": {"type": "string"},
                "subject": {"type": "array", "items": {"type": "string"}},
                "numberOfPages": {"type": "integer", "exclusiveMinimum": 0},
                "belongsTo": {
                    "type": "object",
                    "properties": {
                        "series": {
                            "type": "object",
                            "required": ["name"],
                            "properties": {"name": {"type": "string"}, "position": {"type": "number"}},
                        }
                    },
                },
            },
            "additionalProperties": False,
        },
        "links": {
            "type": "array",
            "items": _LINK,
            "allOf": [
                _SELF,
                {
                    "contains": {
                        "properties": {"rel": {"const": "http://opds-spec.org/acquisition/open-access"}},
                        "required": ["rel"],
                    }
                },
            ],
        },
        "images": {
            "type": "array",
            "minItems": 1,
            "items": _LINK,
            "contains": {"properties": {"type": {"enum": ["image/jpeg", "image/png", "image/gif"]}}},
        },
    },
    "additionalProperties": False,
}
"""An OPDS 2.0 publication."""
_METADATA = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "identifier": {"type": "string", "format": "uri"},
        "modified": _MOMENT,
        "numberOfItems": {"type": "integer", "minimum": 0},
        "itemsPerPage": {"type": "integer", "exclusiveMinimum": 0},
        "currentPage": {"type": "integer", "exclusiveMinimum": 0},
    },
    "additionalProperties": False,
}
_LISTS = {
    "navigation": {"type": "array", "items": {**_LINK, "required": ["href", "type", "title"]}, "minItems": 1},
    "publications": {"type": "array", "items": PUBLICATION, "minItems": 1},
}
FEED: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["metadata", "links"],
    "anyOf": [{"required": ["publications"]}, {"required": ["navigation"]}, {"required": ["groups"]}],
    "properties": {
        "metadata": _METADATA,
        "links": {"type": "array", "items": _LINK, "allOf": [_SELF]},
        **_LISTS,
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["metadata"],
                "properties": {"metadata": _METADATA, "links": {"type": "array", "items": _LINK}, **_LISTS},
            },
        },
    },
    "additionalProperties": False,
}
"""An OPDS 2.0 feed."""
