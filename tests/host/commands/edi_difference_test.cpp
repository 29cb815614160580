#include "host/commands/edi/difference.hpp"

#include <catch2/catch.hpp>

#include "tests/host/commands/edi_sample.hpp"

using namespace crossdock::commands::edi;
using Kind = Difference::Kind;

namespace {

const std::vector<std::string> order{"HD|0001",
                                     "BEG|00|HS-1",
                                     "REF|DP|7",
                                     "REF|VN|8",
                                     "N1-loop>N1|BY|Us",
                                     "N1-loop>N1|ST|There",
                                     "PO1-loop>PO1|1|24|EA:",
                                     "PO1-loop>PO1|2|6|CA:",
                                     "TR|9"};

std::vector<Difference> compare(const std::vector<std::string>& before, const std::vector<std::string>& after,
                                const char* number_after = "0001") {
    return differences(*edi_sample::document(before), "0001", *edi_sample::document(after), number_after,
                       *edi_sample::order_type());
}

// `order` with the line at an index replaced.
std::vector<std::string> with(std::size_t index, const std::string& line) {
    auto changed = order;
    changed[index] = line;
    return changed;
}

}  // namespace

TEST_CASE("a document does not differ from itself, and control numbers and the trailer do not count") {
    CHECK(compare(order, order).empty());
    auto renumbered = with(0, "HD|4711");
    renumbered.back() = "TR|12";
    CHECK(compare(order, renumbered, "4711").empty());
    CHECK(compare(order, renumbered, "0001").size() == 1);
}

TEST_CASE("a changed value is told with its path, its name and what its code means") {
    const auto found = compare(order, with(1, "BEG|05|HS-1"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Kind::changed);
    CHECK(found[0].path == "BEG/BEG01");
    CHECK(found[0].title == "Purpose");
    CHECK(found[0].before == "00");
    CHECK(found[0].before_meaning == "Original");
    CHECK(found[0].after_meaning == "Replacement");
    CHECK(found[0].before_segment == 3);
    CHECK(found[0].after_segment == 3);
}

TEST_CASE("a number is the same however it is written, a text is not") {
    CHECK(compare(order, with(6, "PO1-loop>PO1|1|24.00|EA:")).empty());
    CHECK(compare(order, with(6, "PO1-loop>PO1|01|24|EA:")).size() == 1);
    CHECK(compare(with(6, "PO1-loop>PO1|1|x|EA:"), with(6, "PO1-loop>PO1|1|y|EA:")).size() == 1);
}

TEST_CASE("repeated loops are matched by their first element, so their order alone is no difference") {
    auto swapped = order;
    std::swap(swapped[4], swapped[5]);
    std::swap(swapped[6], swapped[7]);
    std::swap(swapped[2], swapped[3]);
    CHECK(compare(order, swapped).empty());
    swapped[5] = "N1-loop>N1|BY|Them";
    const auto found = compare(order, swapped);
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "N1-loop[BY]/N1/N102");
    CHECK(found[0].before_segment == 6);
    CHECK(found[0].after_segment == 7);
}

TEST_CASE("what is only on one side is added or removed as a whole") {
    auto longer = order;
    longer.insert(longer.begin() + 8, "PO1-loop>PO1|3|1|EA:");
    const auto added = compare(order, longer);
    REQUIRE(added.size() == 1);
    CHECK(added[0].kind == Kind::added);
    CHECK(added[0].path == "PO1-loop[3]");
    CHECK(added[0].title == "Line");
    CHECK(added[0].after == "PO101=3 PO102=1 PO103-1=EA");
    CHECK(added[0].before_segment == 0);
    const auto removed = compare(longer, order);
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].kind == Kind::removed);
    CHECK(removed[0].before == "PO101=3 PO102=1 PO103-1=EA");
}

TEST_CASE("another qualifier is another thing; another line number is the same line renumbered") {
    const auto qualifier = compare(order, with(3, "REF|ZZ|8"));
    REQUIRE(qualifier.size() == 2);
    CHECK(qualifier[0].kind == Kind::removed);
    CHECK(qualifier[0].path == "REF[VN]");
    CHECK(qualifier[1].kind == Kind::added);
    CHECK(qualifier[1].path == "REF[ZZ]");
    const auto renumbered = compare(order, with(7, "PO1-loop>PO1|20|6|CA:"));
    REQUIRE(renumbered.size() == 1);
    CHECK(renumbered[0].path == "PO1-loop[2]/PO1/PO101");
    CHECK(renumbered[0].after == "20");
}

TEST_CASE("of several that share a qualifier those that say the same belong together") {
    auto before = order;
    before.insert(before.begin() + 3, "REF|DP|9");
    auto after = order;
    after.insert(after.begin() + 2, "REF|DP|9");
    CHECK(compare(before, after).empty());
    after[2] = "REF|DP|10";
    const auto found = compare(before, after);
    REQUIRE(found.size() == 1);
    CHECK(found[0].before == "9");
    CHECK(found[0].after == "10");
}

TEST_CASE("trailing empty elements and segments without a value are nothing") {
    CHECK(compare(order, with(2, "REF|DP|7||")).empty());
    auto empty = order;
    empty.insert(empty.begin() + 2, "REF|");
    CHECK(compare(order, empty).empty());
    const auto gone = compare(order, with(1, "BEG|00"));
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].kind == Kind::removed);
    CHECK(gone[0].path == "BEG/BEG02");
}

TEST_CASE("the content of a document leaves out what frames it") {
    const auto content = [](const std::vector<std::string>& lines, const char* number) {
        return content_of(*edi_sample::document(lines), number);
    };
    CHECK(content(order, "0001") == content(with(0, "HD|4711"), "4711"));
    CHECK(content(order, "0001") != content(with(1, "BEG|00|HS-2"), "0001"));
}
