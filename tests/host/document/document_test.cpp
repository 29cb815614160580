#include "host/document/document.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;

TEST_CASE("names that nobody mentioned are found again, few or many") {
    Names names;
    const Symbol shared = names.intern("shared");
    Document document(names);
    for (int round = 0; round < 2; ++round) {
        std::vector<Symbol> symbols;
        for (int index = 0; index < 1000; ++index) symbols.push_back(document.symbol("name" + std::to_string(index)));
        for (int index = 0; index < 1000; ++index) {
            const std::string name = "name" + std::to_string(index);
            CHECK(document.symbol(name) == symbols[static_cast<std::size_t>(index)]);
            CHECK(document.name(symbols[static_cast<std::size_t>(index)]) == name);
        }
        CHECK(document.symbol("shared") == shared);
        CHECK(names.size() == 1);
        document.clear();
    }
}

TEST_CASE("children are found by name, one after the other") {
    Names names;
    const Symbol a = names.intern("a");
    const Symbol b = names.intern("b");
    Document document(names);
    document.add_value(Document::root, a, "1");
    document.add_value(Document::root, b, "2");
    const NodeIndex third = document.add_value(Document::root, a, "3");
    CHECK(document.next_named(document.child(Document::root, a)) == third);
    CHECK(document.next_named(third) == no_node);
    CHECK(document.text(Document::root, "b") == "2");
    CHECK(document.text(Document::root, "c").empty());
}

TEST_CASE("copied texts stay where they are while the document grows and when it moves") {
    Names names;
    Document document(names);
    const Symbol name = names.intern("text");
    for (int index = 0; index < 3000; ++index)
        document.add_value(Document::root, name,
                           document.copy_text(std::string(static_cast<std::size_t>(index % 50), 'x')));
    const std::string large(100'000, 'y');
    document.add_value(Document::root, name, document.copy_text(large));
    const Document moved = std::move(document);
    CHECK(moved[3001].text == large);
    for (NodeIndex index = 1; index <= 3000; ++index) CHECK(moved[index].text == std::string((index - 1) % 50, 'x'));
}
