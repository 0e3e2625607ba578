from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

from ceo_sim.classroom.debrief.page import page
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.exports.scorm import SCRIPT, package
from ceo_sim.classroom.room import Room
from ceo_sim.report.html import html
from tests.support.scenarios import shipped

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"


def made(title: str = "A class & <more>") -> zipfile.ZipFile:
    loaded = shipped("tutorial")
    subject = ClassSubject.of(Room().replay(demo_log(loaded, 8, 3)), loaded)
    return zipfile.ZipFile(io.BytesIO(package(html(page(subject), script=SCRIPT), title, "a-class")))


def test_the_manifest_names_one_page_that_is_there_and_its_files() -> None:
    archive = made()
    root = ET.fromstring(archive.read("imsmanifest.xml"))
    assert root.tag == f"{CP}manifest"
    assert root.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    organizations = root.find(f"{CP}organizations")
    assert organizations is not None
    organization = organizations.find(f"{CP}organization")
    assert organization is not None
    assert organizations.get("default") == organization.get("identifier")
    assert organization.findtext(f"{CP}title") == "A class & <more>"
    item, resource = organization.find(f"{CP}item"), root.find(f"{CP}resources/{CP}resource")
    assert item is not None
    assert resource is not None
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert {file.get("href") for file in resource.findall(f"{CP}file")} == set(archive.namelist()) - {"imsmanifest.xml"}


def test_the_page_runs_the_script_of_its_own_folder_and_no_other() -> None:
    text = made().read("index.html").decode()
    assert "script-src &#x27;self&#x27;" in text
    assert text.count("<script") == 1
    assert '<script src="scorm.js"></script>' in text


def test_the_same_class_makes_the_same_bytes() -> None:
    assert made().read("index.html") == made().read("index.html")
