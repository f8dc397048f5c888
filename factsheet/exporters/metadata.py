"""What makes a printed file at once PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): WeasyPrint makes one of them.

PDF/A wants every property in the metadata described, so that the identification of PDF/UA needs a description of its
own: an extension schema, as ISO 19005-3, 6.6.2.3.3, has it.
"""

from __future__ import annotations

from typing import Any

_BOTH = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def conform(_: Any, pdf: Any) -> None:
    """Take a document and the PDF that WeasyPrint has made of it; make the PDF say that it is PDF/UA as well."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            (text,) = item.stream
            item.stream = [text.replace(_END, _BOTH + _END)]
            item.compress = False  # ISO 19005-3, 6.6.2.1: metadata can be read without decoding anything
    # WeasyPrint 70 names each attachment twice.
    if "AF" in pdf.catalog:
        files = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"][:] = files
