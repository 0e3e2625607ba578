"""A package of SCORM 1.2: a page that a learning platform shows, which says that it was read.

The platform's own script interface is looked for in the windows above the page (SCORM 1.2 Run-Time Environment, 3.3);
without one the page is simply read. There is no score.
"""

from __future__ import annotations

import io
import zipfile

from ceo_sim.html.elements import Markup, element

SCRIPT = "scorm.js"
_SCRIPT = """\
"use strict";
(function () {
  var api = null, above = window, steps = 0, began = Date.now();
  while (!api && above && steps < 10) {
    try { api = above.API || null; } catch (error) { break; }
    if (above.parent === above) { above = above.opener || null; } else { above = above.parent; }
    steps += 1;
  }
  if (!api || String(api.LMSInitialize("")) !== "true") { return; }
  var done = false, status = api.LMSGetValue("cmi.core.lesson_status");
  if (status !== "completed" && status !== "passed") {
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    api.LMSCommit("");
  }
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function leave() {
    if (done) { return; }
    done = true;
    var seconds = Math.min(Math.round((Date.now() - began) / 1000), 359999);
    var hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
    api.LMSSetValue("cmi.core.session_time", two(hours) + ":" + two(minutes) + ":" + two(seconds % 60));
    api.LMSFinish("");
  }
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", leave);
})();
"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same class makes the same bytes."""


def package(page: str, title: str, id: str) -> bytes:
    """The package as a ZIP file.

    Args:
        page: A whole page of HTML, as `report.html` writes it with `SCRIPT`.
        title: What the platform calls it.
        id: Letters, digits and dashes; of the manifest.
    """
    files = {"imsmanifest.xml": _manifest(title, id), "index.html": page, SCRIPT: _SCRIPT}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _manifest(title: str, id: str) -> str:
    resource = element(
        "resource",
        element("file", href="index.html"),
        element("file", href=SCRIPT),
        identifier="page",
        type="webcontent",
        href="index.html",
    )
    # The one attribute with a colon and a capital letter, which the elements of HTML do not know.
    resource = Markup(resource.replace('type="webcontent"', 'type="webcontent" adlcp:scormtype="sco"'))
    item = element("item", element("title", title), identifier="item", identifierref="page", isvisible="true")
    organization = element("organization", element("title", title), item, identifier="organization")
    metadata = element("metadata", element("schema", "ADL SCORM"), element("schemaversion", "1.2"))
    organizations = element("organizations", organization, default="organization")
    content = metadata + organizations + element("resources", resource)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest identifier="{id}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        f"{content}</manifest>\n"
    )
