// Writes interchanges of every set and message with the plugins, and beside them what was meant, for readers of others.
// The meaning comes from the documents as they were invented, not from what the plugins made of them.
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/options.hpp"
#include "plugins/edifact/transaction.hpp"
#include "plugins/x12/assembler.hpp"
#include "plugins/x12/transaction.hpp"
#include "tests/plugins/edi/rewriting.hpp"
#include "tests/plugins/edifact/fixture.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <catch2/catch.hpp>

namespace {

using edi_test::OptionList;
using edi_test::Rewritten;
using edi_test::Sending;
using edi_test::Slice;
using edi_test::Split;
namespace edi = crossdock::edi;
namespace edifact = crossdock::edifact;
namespace x12 = crossdock::x12;

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Components = std::vector<std::string>;
using Element = std::vector<Components>;  // by repetition
struct Segment {
    std::string tag;
    std::vector<Element> elements;
};

// Delimiters of the notation in which documents are invented.
edi::Delimiters notation(char element, char component, char repetition, char release) {
    edi::Delimiters delimiters;
    delimiters.element = element;
    delimiters.component = component;
    delimiters.repetition = repetition;
    delimiters.release = release;
    return delimiters;
}
const edi::Delimiters x12_notation = notation('*', '>', '^', '\0');

std::string data(const std::string& text, char release) {
    std::string clear;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (release != '\0' && text[at] == release) ++at;
        clear += text.at(at);
    }
    return clear;
}

std::vector<std::string> parts(const std::string& text, char separator, const edi::Delimiters& delimiters) {
    if (separator == '\0') return {text};
    edi::Delimiters other = delimiters;
    other.element = separator;
    return edi_test::elements_of(text, other);
}

Segment meant(const std::string& segment, const edi::Delimiters& delimiters) {
    Segment result;
    for (const std::string& element : edi_test::elements_of(segment, delimiters)) {
        if (result.tag.empty()) {
            result.tag = element;
            continue;
        }
        Element repetitions;
        for (const std::string& repetition : parts(element, delimiters.repetition, delimiters)) {
            Components components;
            for (const std::string& component : parts(repetition, delimiters.component, delimiters))
                components.push_back(data(component, delimiters.release));
            repetitions.push_back(components);
        }
        result.elements.push_back(repetitions);
    }
    return result;
}

// A segment of an envelope, whose elements hold no component but where a `|` parts them.
Segment plain(const std::string& tag, const std::vector<std::string>& elements) {
    Segment result{tag, {}};
    for (const std::string& element : elements)
        result.elements.push_back({edi_test::elements_of(element, notation('|', '\0', '\0', '\0'))});
    return result;
}

// Files and their meaning, in the folder that CROSSDOCK_INTEROP names.
class Library {
public:
    Library() : folder_(std::getenv("CROSSDOCK_INTEROP")), json_(text_) {
        std::filesystem::create_directories(folder_);
        json_.StartArray();
    }

    // `encoding` is that of the bytes, as the WHATWG names it.
    void add(const std::string& name, const std::string& standard, const std::string& encoding,
             const edi::Delimiters& delimiters, const std::string& bytes, const std::vector<Segment>& segments) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        json_.StartObject();
        member("file", name);
        member("standard", standard);
        member("encoding", encoding);
        member("element", std::string(1, delimiters.element));
        member("component", std::string(1, delimiters.component));
        member("repetition", delimiters.repetition == '\0' ? "" : std::string(1, delimiters.repetition));
        json_.Key("segments");
        json_.StartArray();
        for (const Segment& segment : segments) write(segment);
        json_.EndArray();
        json_.EndObject();
    }

    void close() {
        json_.EndArray();
        std::ofstream(folder_ / "meant.json", std::ios::binary) << text_.GetString();
    }

private:
    void member(const char* name, const std::string& value) {
        json_.Key(name);
        json_.String(value.c_str());
    }

    void write(const Segment& segment) {
        json_.StartArray();
        json_.String(segment.tag.c_str());
        for (const Element& element : segment.elements) {
            json_.StartArray();
            for (const Components& components : element) {
                json_.StartArray();
                for (const std::string& component : components) json_.String(component.c_str());
                json_.EndArray();
            }
            json_.EndArray();
        }
        json_.EndArray();
    }

    std::filesystem::path folder_;
    rapidjson::StringBuffer text_;
    rapidjson::Writer<rapidjson::StringBuffer> json_;
};

// 1, 2, 3 for transactions in their order, 70 and on for groups, 900101 for the interchange.
std::uint64_t control_number(const crossdock_slot& slot) {
    if (slot.kind == CROSSDOCK_SLOT_INTERCHANGE) return 900101;
    return slot.kind == CROSSDOCK_SLOT_GROUP ? 70 + slot.ordinal : 1 + slot.ordinal;
}
std::string number_text(const crossdock_slot& slot) { return fmt::format("{:0{}}", control_number(slot), slot.width); }

Rewritten must_write(const edi_test::Plugin& plugin, const std::string& payload, const Slice& slice,
                     const crossdock_format_options* options) {
    Rewritten result = rewritten(plugin, payload, slice, options);
    INFO(slice.type << ": " << result.refusal);
    REQUIRE(result.refusal.empty());
    return result;
}

constexpr std::int64_t when_ms = 1772356500000;  // 2026-03-01 09:15 UTC

// X12: documents of one release in one interchange, each in a group of its own kind.
void add_x12(Library& library, const std::string& name, const std::vector<x12_test::Document>& documents,
             const edi::Delimiters& delimiters, const std::string& line_end, bool test) {
    static const edi_test::Plugin plugin{x12_test::catalog(), x12::decode, x12::encode, x12::assemble};
    const std::string release = documents.front().release;
    const bool repeats = release != "004010";
    Pairs items{{"element-separator", std::string(1, delimiters.element)},
                {"component-separator", std::string(1, delimiters.component)},
                {"segment-terminator", delimiters.segment + line_end},
                {"interchange-version", repeats ? "00501" : "00401"},
                {"acknowledgement-requested", test ? "yes" : "no"},
                {"charset", "utf-8"}};
    if (repeats) items.emplace_back("repetition-separator", std::string(1, delimiters.repetition));
    const OptionList options(items);
    std::vector<Rewritten> transactions;
    std::vector<Segment> segments{plain(
        "ISA", {"00", "          ", "00", "          ", "14", "HARBORSUPPLY   ", "ZZ", "NORTHWINDBUYER ", "260301",
                "0915", repeats ? std::string(1, delimiters.repetition) : "U", repeats ? "00501" : "00401", "000900101",
                test ? "1" : "0", test ? "T" : "P", std::string(1, delimiters.component)})};
    // Groups stand in the order in which their first transaction came; numbers are given in the order of the output.
    std::vector<std::string> kinds;
    for (const x12_test::Document& document : documents) {
        const std::string kind = plugin.catalog.find("x12/" + release + "/" + document.set)->functional_ids.front();
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
        const std::string payload = interchange_of(document);
        const Split found = x12_test::split(payload);
        REQUIRE(found.slices.size() == 1);
        transactions.push_back(must_write(plugin, payload, found.slices[0], options));
    }
    int transaction = 0;
    for (std::size_t group = 0; group < kinds.size(); ++group) {
        segments.push_back(plain("GS", {kinds[group], "HARBORSUPPLY", "NORTHWINDBUYER", "20260301", "0915",
                                        std::to_string(70 + group), "X", release}));
        int count = 0;
        for (const x12_test::Document& document : documents) {
            if (plugin.catalog.find("x12/" + release + "/" + document.set)->functional_ids.front() != kinds[group])
                continue;
            ++count;
            const std::string number = fmt::format("{:04}", ++transaction);
            segments.push_back(plain("ST", {document.set, number}));
            for (const std::string& segment : document.segments) segments.push_back(meant(segment, x12_notation));
            segments.push_back(plain("SE", {std::to_string(document.segments.size() + 2), number}));
        }
        segments.push_back(plain("GE", {std::to_string(count), std::to_string(70 + group)}));
    }
    segments.push_back(plain("IEA", {std::to_string(kinds.size()), "000900101"}));
    const Sending sending{"14", "HARBORSUPPLY", "ZZ", "NORTHWINDBUYER", "", "", test, when_ms};
    library.add(name, "x12", "utf-8", delimiters, assembled(plugin, sending, transactions, options, number_text),
                segments);
}

struct EdifactStyle {
    edi::Delimiters delimiters = edifact::usual_delimiters();
    std::string line_end{};
    std::string syntax = "UNOC:3";
    std::string encoding = "iso-8859-1";
    bool advice = false;
    bool test = false;
};

// EDIFACT: messages in one interchange. Documents are UTF-8; `?` releases in them, and `*` repeats in syntax 4.
void add_edifact(Library& library, const std::string& name, const std::vector<edifact_test::Document>& documents,
                 EdifactStyle style) {
    static const edi_test::Plugin plugin{edifact_test::catalog(), edifact::decode, edifact::encode, edifact::assemble};
    const bool four = style.syntax.ends_with('4');
    if (four) style.delimiters.repetition = '*';
    Pairs items{{"element-separator", std::string(1, style.delimiters.element)},
                {"component-separator", std::string(1, style.delimiters.component)},
                {"release-character", std::string(1, style.delimiters.release)},
                {"segment-terminator", style.delimiters.segment + style.line_end},
                {"decimal-mark", std::string(1, style.delimiters.decimal_mark)},
                {"syntax", style.syntax},
                {"advice", style.advice ? "always" : "when-needed"}};
    if (style.test)
        items.insert(
            items.end(),
            {{"application-reference", "ORDERS"}, {"acknowledgement-requested", "yes"}, {"agreement", "EDI-7"}});
    std::vector<Segment> segments{
        plain("UNB", {style.syntax.substr(0, 4) + "|" + style.syntax.substr(5), "4012345000009|14", "5412345000013|14",
                      std::string(four ? "20260301" : "260301") + "|0915", "900101"})};
    if (style.test)
        for (const std::string value : {"", "ORDERS", "", "1", "EDI-7", "1"}) segments[0].elements.push_back({{value}});
    std::vector<Rewritten> messages;
    for (const edifact_test::Document& document : documents) {
        const bool repeats = document.syntax_version == "4";
        const std::string payload = edifact_test::interchange(
            {edifact_test::message(document.segments, document.identifier)}, repeats ? "UNOY:4" : "UNOY:3");
        const Split found = edifact_test::split(payload);
        REQUIRE(found.slices.size() == 1);
        const std::vector<std::string> identifier =
            edi_test::elements_of(document.identifier, notation(':', '\0', '\0', '\0'));
        Pairs own = items;
        own.emplace_back("association", identifier.size() > 4 ? identifier[4] : "");
        messages.push_back(must_write(plugin, payload, found.slices[0], OptionList(own)));
        const edi::Delimiters written = notation('+', ':', repeats ? '*' : '\0', '?');
        const std::string number = std::to_string(messages.size());
        segments.push_back({"UNH", {{{number}}, {identifier}}});
        for (const std::string& segment : document.segments) segments.push_back(meant(segment, written));
        segments.push_back(plain("UNT", {std::to_string(document.segments.size() + 2), number}));
    }
    segments.push_back(plain("UNZ", {std::to_string(documents.size()), "900101"}));
    const Sending sending{"14", "4012345000009", "14", "5412345000013", "", "", style.test, when_ms};
    library.add(name, "edifact", style.encoding, style.delimiters,
                assembled(plugin, sending, messages, OptionList(items), number_text), segments);
}

// An order whose buyer has this name.
edifact_test::Document order_of(const std::string& name, const std::string& syntax_version = "3") {
    return {"ORDERS:D:96A:UN",
            syntax_version,
            {"BGM+220+PO-1+9", "DTM+137:20260301:102", "NAD+BY+5412345000013::9++" + name, "LIN+1++4012345678901:EN",
             "QTY+21:24", "UNS+S", "CNT+2:1"}};
}

std::string file_name(std::string text) {
    for (char& c : text)
        if (c == ':' || c == '.') c = '-';
    return text + ".edi";
}

}  // namespace

TEST_CASE("interchanges of every set and message are written, and what is meant by them") {
    Library library;
    const edi::Delimiters usual = x12_notation;
    edi::Delimiters other = notation('|', '<', '!', '\0');
    other.segment = '\'';
    edi::Delimiters lines = x12_notation;
    lines.segment = '\n';
    for (const x12_test::Document& document : x12_test::documents()) {
        const std::string name = "x12-" + document.release + "-" + document.set;
        add_x12(library, file_name(name), {document}, usual, "\r\n", false);
        add_x12(library, file_name(name + "-other"), {document}, other, "", false);
        add_x12(library, file_name(name + "-lines"), {document}, lines, "", true);
    }
    for (const std::string release : {"004010", "005010"}) {
        std::vector<x12_test::Document> all;
        for (const x12_test::Document& document : x12_test::documents())
            if (document.release == release) all.push_back(document);
        all.push_back(all.front());
        add_x12(library, file_name("x12-" + release + "-all"), all, usual, "\n", true);
    }
    add_x12(library, "x12-repetitions.edi",
            {{"005010",
              "999",
              {"AK1*PO*7*005010", "AK2*850*0001", "IK3*PO1*5*PO1*8", "CTX*LINE>1^ORDER>PO-450012*PO1*5", "IK5*R*5",
               "AK9*R*1*1*0"}}},
            usual, "", false);
    x12_test::Document order = x12_test::documents().front();
    for (std::string& segment : order.segments)
        if (segment.starts_with("N1*BY"))
            segment =
                "N1*BY*Caf\xC3\xA9 \xC5\x81\xC3\xB3"
                "d\xC5\xBA \xE5\x8C\x97\xE4\xBA\xAC*92*0001";
    add_x12(library, "x12-utf-8.edi", {order}, usual, "", false);

    edi::Delimiters foreign = notation('*', '>', '\0', '%');
    foreign.segment = '~';
    edi::Delimiters comma = edifact::usual_delimiters();
    comma.decimal_mark = ',';
    for (const edifact_test::Document& document : edifact_test::documents()) {
        const std::string name = "edifact-" + document.identifier;
        const bool of_syntax_4 = document.syntax_version == "4";
        if (!of_syntax_4) {
            add_edifact(library, file_name(name), {document}, {});
            EdifactStyle style;
            style.delimiters = foreign;
            style.line_end = "\n";
            style.advice = true;
            add_edifact(library, file_name(name + "-other"), {document}, style);
        }
        if (of_syntax_4 || !document.identifier.starts_with("CONTRL")) {
            EdifactStyle style;
            style.syntax = "UNOC:4";
            style.line_end = "\r\n";
            add_edifact(library, file_name(name + "-syntax-4"), {document}, style);
        }
    }
    std::vector<edifact_test::Document> all;
    for (const edifact_test::Document& document : edifact_test::documents())
        if (document.syntax_version == "3") all.push_back(document);
    EdifactStyle whole;
    whole.test = true;
    add_edifact(library, "edifact-all.edi", all, whole);

    const std::string released = "It?'s 5 ?+ 5?: why??:?? ?' ?+ * ~ \\";
    for (const std::string syntax : {"UNOC:3", "UNOC:4"}) {
        EdifactStyle style;
        style.syntax = syntax;
        add_edifact(library, file_name("edifact-released-" + syntax), {order_of(released)}, style);
    }
    EdifactStyle marked;
    marked.delimiters = comma;
    marked.advice = true;
    edifact_test::Document amounts = order_of("Northwind");
    amounts.segments[4] = "QTY+21:24,5";
    add_edifact(library, "edifact-decimal-comma.edi", {amounts}, marked);

    struct Charset {
        std::string repertoire, encoding, name;
    };
    for (const Charset& charset :
         std::vector<Charset>{{"UNOB", "us-ascii", "Mueller and Sons, 5 percent"},
                              {"UNOC", "iso-8859-1", "M\xC3\xBCller & S\xC3\xB8n \xC2\xA7 5"},
                              {"UNOD", "iso-8859-2",
                               "\xC5\x81\xC3\xB3"
                               "d\xC5\xBA, P\xC5\x99\xC3\xADklad"},
                              {"UNOE", "iso-8859-5", "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0"},
                              {"UNOF", "iso-8859-7", "\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1"},
                              {"UNOG", "iso-8859-3",
                               "\xC4\xA6"
                               "al G\xC4\xA7"
                               "arghur"},
                              {"UNOH", "iso-8859-4", "R\xC4\xABga, T\xC4\x93"},
                              {"UNOI", "iso-8859-6", "\xD9\x85\xD8\xB5\xD8\xB1"},
                              {"UNOJ", "iso-8859-8", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"},
                              {"UNOK", "iso-8859-9", "\xC4\xB0stanbul, \xC5\x9Ei\xC5\x9Fli"},
                              {"UNOW", "utf-8", "\xE5\x8C\x97\xE4\xBA\xAC \xE2\x82\xAC 5"},
                              {"UNOY", "utf-8", "\xE6\x9D\xB1\xE4\xBA\xAC \xE2\x82\xAC 5"}}) {
        EdifactStyle style;
        style.syntax = charset.repertoire + ":4";
        style.encoding = charset.encoding;
        add_edifact(library, "edifact-charset-" + charset.repertoire + ".edi", {order_of(charset.name)}, style);
    }
    EdifactStyle capitals;
    capitals.syntax = "UNOA:2";
    capitals.encoding = "us-ascii";
    add_edifact(library, "edifact-charset-UNOA.edi", {order_of("NORTHWIND RETAIL")}, capitals);
    library.close();
}
