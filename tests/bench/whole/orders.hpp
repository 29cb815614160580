// Orders in bulk, invented, about 1 KB each.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace crossdock::bench {

// What begins and ends an interchange of one group.
inline std::string x12_begin(std::uint32_t control) {
    return fmt::format(
        "ISA*00*          *00*          *ZZ*HARBORSTORES   *01*098765432      *261120*0915*U*00401*{0:09}*0*P*>~\n"
        "GS*PO*HARBORSTORES*098765432*20261120*0915*{0}*X*004010~\n",
        control);
}
inline std::string x12_end(std::uint32_t control, std::uint64_t orders) {
    return fmt::format("GE*{}*{}~\nIEA*1*{:09}~\n", orders, control, control);
}

// An order, the `index`th of its group.
inline std::string x12_order(std::uint64_t index, std::uint64_t number) {
    std::string text = fmt::format(
        "ST*850*{0:04}~\nBEG*00*SA*B-{1}**20261120~\nREF*DP*017~\nREF*IA*40021~\nDTM*002*20261127~\n"
        "N1*BY*Harbor Stores Purchasing*92*HS001~\nN3*1 Commercial Street~\nN4*Portland*ME*04101*US~\n"
        "N1*ST*Harbor Stores 12 Pier Road*92*HS012~\nN3*12 Pier Road*Gate B~\nN4*Portland*ME*04102*US~\n",
        index + 1, number);
    for (int line = 1; line <= 8; ++line)
        text +=
            fmt::format("PO1*{0}*{1}*EA*{0}.25**VN*CD-{2}*UP*01234567890{0}~\nPID*F****Article number {2} in blue~\n",
                        line, line * 6, 1000 + line);
    return text + fmt::format("CTT*8~\nSE*29*{:04}~\n", index + 1);
}

// An interchange with orders numbered from `first`.
inline std::string x12_interchange(std::uint32_t control, std::uint64_t first, std::uint32_t orders) {
    std::string text = x12_begin(control);
    for (std::uint32_t index = 0; index < orders; ++index) text += x12_order(index, first + index);
    return text + x12_end(control, orders);
}

inline std::string web_order(std::uint64_t number) {
    std::string text = fmt::format(
        R"({{"orderId":"H-{}","placedAt":"2026-11-20T14:03:11Z","currency":"USD","customer":{{"customerNumber":"C-2291","firstName":"Ada","lastName":"Quist","email":"ada@example.com"}},"delivery":{{"address":{{"name":"Ada Quist","street":"4 Lighthouse Way","city":"Rockland","state":"ME","zip":"04841","country":"US"}},"wishedOn":"2026-11-26"}},"items":[)",
        number);
    for (int line = 1; line <= 6; ++line)
        text += fmt::format(R"({}{{"sku":"CD-{}","title":"Article number {} in blue","quantity":{},"price":"{}.90"}})",
                            line == 1 ? "" : ",", 3300 + line, 3300 + line, line, line);
    return text + R"(],"totals":{"goods":"90.00","tax":"1.89","total":"91.89"}})";
}

}  // namespace crossdock::bench
