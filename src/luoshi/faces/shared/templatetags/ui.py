"""Template tags over `cells`; `{% load ui %}`, and each takes the value it draws."""

from django import template
from django.utils.safestring import SafeString

from luoshi.faces.shared import cells
from luoshi.faces.shared.values import Light, LightCode

register = template.Library()

register.simple_tag(cells.light_html, name="light")
register.simple_tag(cells.lights_html, name="lights")
register.simple_tag(cells.due_html, name="due")
register.simple_tag(cells.gauge_svg, name="gauge")
register.simple_tag(cells.pct_html, name="pct")
register.simple_tag(cells.unit_html, name="unit")
register.simple_tag(cells.person_html, name="person")
register.simple_tag(cells.source_html, name="source")
register.simple_tag(cells.guess_html, name="guess")
register.simple_tag(cells.options_html, name="options")
register.simple_tag(cells.timeline_svg, name="timeline")
register.filter("day", cells.day_text)
register.filter("moment", cells.moment_text)
register.filter("weekday", cells.weekday_text)


@register.simple_tag
def colour(code: LightCode, text: str = "") -> SafeString:
    """A light that names its colour (红), or says `text` in that colour and shape."""
    return cells.light_html(Light(code, text or cells.colour_word(code)))
