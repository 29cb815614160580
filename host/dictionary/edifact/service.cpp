// What the syntax puts into every message of EDIFACT.
#include "host/dictionary/edifact/directory.hpp"

namespace crossdock::dictionary::edifact {

namespace {

constexpr std::string_view first_of_version_4 = "D.99B";

void add(Dictionary& dictionary, const char* id, const char* type, std::uint32_t min, std::uint32_t max,
         const char* name, const std::vector<const char*>& only = {}) {
    Element element{id, type, min, max, name, {}, !only.empty()};
    for (const char* value : only) element.codes.push_back({value, {}});
    dictionary.elements[id] = std::move(element);
}

void add_elements(Dictionary& dictionary, bool version_4) {
    add(dictionary, "0051", "AN", 1, version_4 ? 3 : 2, "Agency");
    add(dictionary, "0052", "AN", 1, 3, "Message version");
    add(dictionary, "0054", "AN", 1, 3, "Message release");
    add(dictionary, "0057", "AN", 1, 6, "Guide of the association");
    add(dictionary, "0062", "AN", 1, 14, "Message reference");
    add(dictionary, "0065", "AN", 1, 6, "Message type");
    add(dictionary, "0068", "AN", 1, 35, "Shared transaction key");
    add(dictionary, "0070", "N", 1, 2, "Transfer number");
    add(dictionary, "0073", "A", 1, 1, "First or last transfer", {"C", "F"});
    add(dictionary, "0074", "N", 1, version_4 ? 10 : 6, "Segments in the message");
    add(dictionary, "0081", "A", 1, 1, "Section that follows", {"D", "S"});
    add(dictionary, "0087", "AN", 1, 4, "Group that is marked");
    if (!version_4) return;
    add(dictionary, "0110", "AN", 1, 6, "Code list version");
    add(dictionary, "0113", "AN", 1, 6, "Message variant");
    add(dictionary, "0115", "AN", 1, 14, "Subset");
    add(dictionary, "0116", "AN", 1, 3, "Subset version");
    add(dictionary, "0118", "AN", 1, 3, "Subset release");
    add(dictionary, "0121", "AN", 1, 14, "Implementation guide");
    add(dictionary, "0122", "AN", 1, 3, "Guide version");
    add(dictionary, "0124", "AN", 1, 3, "Guide release");
    add(dictionary, "0127", "AN", 1, 14, "Scenario");
    add(dictionary, "0128", "AN", 1, 3, "Scenario version");
    add(dictionary, "0130", "AN", 1, 3, "Scenario release");
}

}  // namespace

bool is_service(std::string_view id) {
    return id.starts_with("UN") || id.starts_with("UG") || (id.size() == 4 && id.starts_with('S'));
}

void add_service_segments(Dictionary& dictionary) {
    const bool version_4 = !is_earlier(Standard::edifact, dictionary.release, first_of_version_4);
    add_elements(dictionary, version_4);
    ById<Shape>& composites = dictionary.composites;
    ById<Shape>& segments = dictionary.segments;
    composites["S009"] = {"S009",
                          "Message type and version",
                          {{"0065", true}, {"0052", true}, {"0054", true}, {"0051", true}, {"0057"}},
                          {}};
    composites["S010"] = {"S010", "Transfer status", {{"0070", true}, {"0073"}}, {}};
    segments["UNH"] = {"UNH", "Header", {{"0062", true}, {"S009", true}, {"0068"}, {"S010"}}, {}};
    segments["UNS"] = {"UNS", "Section separator", {{"0081", true}}, {}};
    segments["UNT"] = {"UNT", "Trailer", {{"0074", true}, {"0062", true}}, {}};
    segments["UGH"] = {"UGH", "Begin of a marked group", {{"0087", true}}, {}};
    segments["UGT"] = {"UGT", "End of a marked group", {{"0087", true}}, {}};
    if (!version_4) return;
    for (const char* id : {"0110", "0113"}) composites["S009"].uses.push_back({id});
    composites["S016"] = {"S016", "Message subset", {{"0115", true}, {"0116"}, {"0118"}, {"0051"}}, {}};
    composites["S017"] = {"S017", "Message guide", {{"0121", true}, {"0122"}, {"0124"}, {"0051"}}, {}};
    composites["S018"] = {"S018", "Scenario", {{"0127", true}, {"0128"}, {"0130"}, {"0051"}}, {}};
    for (const char* id : {"S016", "S017", "S018"}) segments["UNH"].uses.push_back({id});
}

}  // namespace crossdock::dictionary::edifact
