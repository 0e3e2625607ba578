"""What a document says, as HTML and SVG: elements, parts, charts; for the page of a debrief and for the browser."""
