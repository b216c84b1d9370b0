"""QR codes as pictures that stand in a page."""

from io import BytesIO

from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str) -> SafeString:
    """The code of this text as one SVG element."""
    code = QRCode(border=2, image_factory=SvgPathImage)
    code.add_data(text)
    out = BytesIO()
    code.make_image().save(out)
    svg = out.getvalue().decode()
    return SafeString(svg[svg.index("<svg") :])
