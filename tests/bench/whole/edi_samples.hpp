// Interchanges in bulk, invented: purchase orders of ten lines each, in X12 and EDIFACT.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "tests/bench/whole/orders.hpp"

namespace crossdock::bench {

// How an interchange of one standard begins, goes on and ends.
struct EdiSample {
    std::string type;     // of its transactions
    std::string context;  // as the format's split gives it
    std::string (*begin)(std::uint32_t control);
    std::string (*transaction)(std::uint64_t index);
    std::string (*end)(std::uint32_t control, std::uint64_t transactions);
};

inline std::string x12_order_of_ten_lines(std::uint64_t index) {
    std::string text = fmt::format(
        "ST*850*{0:04}~\nBEG*00*SA*B-{1}**20261120~\nCUR*BY*USD~\nREF*DP*017~\nREF*IA*40021~\n"
        "PER*BD*Dana Whitfield*TE*5550100200~\nFOB*PP*OR*Harbor dock 4~\nDTM*002*20261127~\n"
        "N1*BY*Harbor Stores Purchasing*92*HS001~\nN3*1 Commercial Street~\nN4*Portland*ME*04101*US~\n"
        "N1*ST*Harbor Stores 12 Pier Road*92*HS012~\nN3*12 Pier Road*Gate B~\nN4*Portland*ME*04102*US~\n",
        index + 1, 450'000 + index);
    for (int line = 1; line <= 10; ++line)
        text +=
            fmt::format("PO1*{0}*{1}*EA*{0}.25**VN*CD-{2}*UP*0123456789{3:02}~\nPID*F****Article number {2} in blue~\n",
                        line, line * 6, 1000 + line, line);
    return text + fmt::format("CTT*10~\nSE*36*{:04}~\n", index + 1);
}

inline EdiSample x12_sample() {
    return {"x12/004010/850", "2a3e007e002e 00401", [](std::uint32_t control) { return x12_begin(control); },
            x12_order_of_ten_lines,
            [](std::uint32_t control, std::uint64_t transactions) { return x12_end(control, transactions); }};
}

inline std::string edifact_order_of_ten_lines(std::uint64_t index) {
    std::string text = fmt::format(
        "UNH+{0}+ORDERS:D:96A:UN:EAN008'\nBGM+220+B-{1}+9'\nDTM+137:20261120:102'\nDTM+2:20261127:102'\n"
        "FTX+DEL+++Goods in at gate 4'\nRFF+CT:FW-2026'\nNAD+BY+4012345000009::9++Nordland Handel'\n"
        "CTA+OC+:Ida Holm'\nCOM+ida@nordland.example:EM'\nNAD+SU+4098765000003::9'\n"
        "NAD+DP+4012345000108::9++Nordland Lager+Hafenweg 12+Hamburg++20457+DE'\nCUX+2:EUR:9'\n",
        index + 1, 450'000 + index);
    for (int line = 1; line <= 10; ++line)
        text += fmt::format(
            "LIN+{0}++40063813339{1:02}:EN'\nPIA+1+CD-{2}:SA'\nIMD+F++:::Article number {2} in blue'\n"
            "QTY+21:{3}:PCE'\nPRI+AAA:{0}.25'\n",
            line, line + 10, 1000 + line, line * 6);
    return text + fmt::format("UNS+S'\nCNT+2:10'\nUNT+65+{}'\n", index + 1);
}

inline EdiSample edifact_sample() {
    return {"edifact/D.96A/ORDERS", "2b3a00273f2e UNOC 3",
            [](std::uint32_t control) {
                return fmt::format("UNB+UNOC:3+4012345000009:14+4098765000003:14+261120:0915+{}'\n", control);
            },
            edifact_order_of_ten_lines,
            [](std::uint32_t control, std::uint64_t transactions) {
                return fmt::format("UNZ+{}+{}'\n", transactions, control);
            }};
}

}  // namespace crossdock::bench
