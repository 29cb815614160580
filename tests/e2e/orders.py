"""Invented orders of both channels."""


def x12_order(number, control, lines=2, quantity="12"):
    segments = [f"ST*850*{control:04d}", f"BEG*00*SA*{number}**20261120", "DTM*002*20261127",
                "N1*ST*Harbor Stores 12 Pier Road*92*HS012", "N3*12 Pier Road", "N4*Portland*ME*04101*US"]
    for line in range(1, lines + 1):
        segments += [f"PO1*{line}*{quantity}*EA*{line}.25**VN*CD-{1000 + line}", f"PID*F****Article {line}"]
    segments.append(f"CTT*{lines}")
    segments.append(f"SE*{len(segments) + 1}*{control:04d}")
    return segments


def x12_interchange(control, orders, sender="HARBORSTORES", receiver="098765432", test="P", group=None):
    group = control if group is None else group
    segments = [f"ISA*00*          *00*          *ZZ*{sender:<15}*01*{receiver:<15}*261120*0915*U*00401*{control:09d}*0*{test}*>",
                f"GS*PO*{sender}*{receiver}*20261120*0915*{group}*X*004010"]
    for order in orders:
        segments += order
    segments += [f"GE*{len(orders)}*{group}", f"IEA*1*{control:09d}"]
    return "~\n".join(segments) + "~\n"


def web_order(number, quantity=1):
    return {"orderId": number, "placedAt": "2026-11-20T14:03:11Z", "currency": "USD",
            "customer": {"customerNumber": "C-2291", "firstName": "Ada", "lastName": "Quist"},
            "items": [{"sku": "CD-3310", "title": "LED anchor light", "quantity": quantity, "price": "24.90"}]}
