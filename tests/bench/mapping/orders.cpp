#include "tests/bench/mapping/orders.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace crossdock::mapping {

std::string x12_order(std::size_t number) {
    std::string text = fmt::format(
        "ST*850*0001~\nBEG*00*SA*B-{}**20261120~\nREF*DP*017~\nREF*IA*40021~\nDTM*002*20261127~\n"
        "N1*BY*Harbor Stores Purchasing*92*HS001~\nN3*1 Commercial Street~\nN4*Portland*ME*04101*US~\n"
        "N1*ST*Harbor Stores 12 Pier Road*92*HS012~\nN3*12 Pier Road*Gate B~\nN4*Portland*ME*04102*US~\n",
        450'000 + number);
    for (std::size_t line = 1; line <= 8; ++line)
        text +=
            fmt::format("PO1*{0}*{1}*EA*{0}.25**VN*CD-{2}*UP*01234567890{0}~\nPID*F****Article number {2} in blue~\n",
                        line, line * 6 + number % 7, 1000 + line);
    return text + "CTT*8~\nSE*29*0001~\n";
}

Orders::Orders(std::size_t count) {
    static constexpr Variable variables[] = {{"partner", "northwind"}, {"channel", "edi"}};
    context_.variables = variables;
    context_.received_at_ms = 1'795'391'999'000;
    constexpr const char* names[stage_count] = {"x12-850-to-order", "order-to-erp-xml", "order-to-order-response",
                                                "order-response-to-x12-855"};
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        maps_[stage] = shipped_.compile(names[stage]).map;
        if (maps_[stage] == nullptr) throw std::runtime_error("a shipped map has a mistake");
    }
    for (std::size_t number = 0; number < count; ++number) {
        auto read = shipped_.decode(x12_order(number), "x12/004010/850");
        if (!read.ok()) throw std::runtime_error(read.error().text);
        x12_.push_back(std::move(read).value());
        canonical_.push_back(mapped(Stage::order, *x12_.back()));
        responses_.push_back(mapped(Stage::response, *canonical_.back()));
    }
}

const Document& Orders::source(Stage stage, std::size_t number) const {
    if (stage == Stage::order) return *x12_[number];
    return stage == Stage::acknowledgement ? *responses_[number] : *canonical_[number];
}

std::unique_ptr<Document> Orders::mapped(Stage stage, const Document& source) {
    auto target = std::make_unique<Document>(shipped_.names());
    std::vector<MapFailure> failures;
    if (!run(map(stage), source, context_, *target, failures).ok()) throw std::runtime_error(describe(failures.at(0)));
    return target;
}

}  // namespace crossdock::mapping
