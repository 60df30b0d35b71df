"""The style of formatted references, in the Citation Style Language."""

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info>
    <title>Workbench</title>
    <id>workbench</id>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </info>
  <macro name="day">
    <date variable="issued" delimiter=" ">
      <date-part name="day"/><date-part name="month"/><date-part name="year"/>
    </date>
  </macro>
  <macro name="seen">
    <date variable="accessed" delimiter=" ">
      <date-part name="day"/><date-part name="month"/><date-part name="year"/>
    </date>
  </macro>
  <macro name="where">
    <choose>
      <if variable="DOI"><text variable="DOI" prefix="https://doi.org/"/></if>
      <else><text variable="URL"/></else>
    </choose>
  </macro>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography>
    <layout>
      <group delimiter=" ">
        <names variable="author" suffix=":">
          <name and="text" delimiter=", " delimiter-precedes-last="never"/>
        </names>
        <text variable="title" prefix="\u201c" suffix="\u201d."/>
        <group delimiter=", " suffix=".">
          <text variable="container-title"/>
          <text variable="publisher"/>
          <text macro="day"/>
          <text variable="ISBN" prefix="ISBN "/>
        </group>
        <text macro="where"/>
        <text macro="seen" prefix="(seen " suffix=")."/>
        <text variable="archive_location" prefix="Archived: "/>
        <text variable="note"/>
      </group>
    </layout>
  </bibliography>
</style>
"""
