// `crossdock show`: what a document, a message or a delivery holds.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "host/base/quantity.hpp"
#include "host/commands/command.hpp"
#include "host/commands/content.hpp"
#include "host/commands/installation.hpp"
#include "host/commands/story.hpp"
#include "host/document/json_layout.hpp"
#include "host/document/json_text.hpp"
#include "host/document/utf8.hpp"

namespace crossdock::commands {

namespace {

constexpr std::uint64_t piece_bytes = 1U << 20U;
constexpr std::uint64_t shown_bytes_max = 1U << 20U;  // to a person; `--raw` has no limit
constexpr std::uint64_t json_bytes_max = 64U << 20U;  // of a payload inside `--json`

struct Ask {
    bool source;
    std::size_t width;
    std::size_t lines_max;
};

// At most `bytes_max` of the payload's part.
Result<std::string> read_bytes(const journal::Store& store, const Content& content, std::uint64_t bytes_max) {
    if (content.size == 0) return std::string();
    return store.read_payload(content.payload, content.offset, std::min(content.size, bytes_max));
}

Status write_raw(const journal::Store& store, const Content& content, bool source) {
    if (content.kind == "document" && !source) {
        std::fwrite(content.json.data(), 1, content.json.size(), stdout);
        return {};
    }
    for (std::uint64_t at = 0; at < content.size; at += piece_bytes) {
        CROSSDOCK_TRY_ASSIGN(const std::string piece, store.read_payload(content.payload, content.offset + at,
                                                                         std::min(piece_bytes, content.size - at)));
        if (piece.empty() || std::fwrite(piece.data(), 1, piece.size(), stdout) != piece.size())
            return Error{"show.incomplete", ErrorClass::permanent,
                         fmt::format("only {} of {} bytes could be written", at, content.size)};
    }
    return {};
}

// Text that came from elsewhere must not steer the terminal.
std::string made_harmless(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (text.substr(at, 2) == "\r\n") continue;
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
            out += fmt::format("<{:02X}>", byte);
        else
            out += text[at];
    }
    return out;
}

void print_lines(std::string_view text, std::size_t lines_max) {
    std::size_t end = 0;
    for (std::size_t line = 0; line < lines_max && end < text.size(); ++line) {
        const std::size_t next = text.find('\n', end);
        end = next == std::string_view::npos ? text.size() : next + 1;
    }
    fmt::print("{}{}", text.substr(0, end), end == 0 || text[end - 1] == '\n' ? "" : "\n");
    const std::string_view rest = text.substr(end);
    if (rest.empty()) return;
    const auto lines = std::count(rest.begin(), rest.end(), '\n') + (rest.back() == '\n' ? 0 : 1);
    fmt::print("… {} more line{}\n", lines, lines == 1 ? "" : "s");
}

// What is known of it, in lines of the width.
void print_title(const Content& content, const Ask& ask) {
    std::string title = fmt::format("{}  {}", content.id, content.kind);
    std::size_t used = title.size();
    const auto add = [&](const std::string& text) {
        const bool fits = used + 2 + text.size() <= ask.width;
        title += (fits ? "  " : "\n  ") + text;
        used = fits ? used + 2 + text.size() : 2 + text.size();
    };
    for (const auto& [name, value] : content.details) add(fmt::format("{} {}", name, value));
    if (content.kind != "document" || ask.source) add(format_size(content.size));
    fmt::print("{}\n", made_harmless(title));
}

Status print(const journal::Store& store, const Content& content, const Ask& ask) {
    print_title(content, ask);
    if (content.kind == "document" && !ask.source) {
        print_lines(lay_out_json(content.json, ask.width), ask.lines_max);
        return {};
    }
    CROSSDOCK_TRY_ASSIGN(std::string bytes, read_bytes(store, content, shown_bytes_max));
    const bool cut = bytes.size() < content.size;
    std::size_t readable = utf8::first_invalid(bytes);
    if (cut && bytes.size() - readable < 4) bytes.resize(readable);  // a character that was cut through
    readable = std::min(readable, bytes.size());
    if (readable != bytes.size()) {
        fmt::print("not UTF-8 from byte {} on; --raw writes the bytes as they are\n", content.offset + readable);
        return {};
    }
    print_lines(made_harmless(bytes), ask.lines_max);
    if (cut) fmt::print("… {} of {}; --raw writes all\n", format_size(bytes.size()), format_size(content.size));
    return {};
}

Result<std::string> to_json(const journal::Store& store, const Content& content, bool source) {
    std::string json = fmt::format(R"({{"id":{},"kind":{})", json_text(content.id), json_text(content.kind));
    for (const auto& [name, value] : content.details) {
        std::string member = name;
        std::replace(member.begin(), member.end(), ' ', '_');
        json += fmt::format(",{}:{}", json_text(member), json_text(value));
    }
    if (content.kind == "document" && !source) return json + ",\"document\":" + content.json + "}";
    json += fmt::format(R"(,"size":{})", content.size);
    if (content.size > json_bytes_max)
        return Error{"show.too-large", ErrorClass::permanent,
                     fmt::format("{} has {}; --raw writes them", content.id, format_size(content.size))};
    CROSSDOCK_TRY_ASSIGN(const std::string bytes, read_bytes(store, content, json_bytes_max));
    return json + fmt::format(R"(,"text":{}}})", utf8::is_valid(bytes) ? json_text(bytes) : "null");
}

Result<std::vector<Content>> find_contents(const journal::Store& store, const std::vector<std::string>& keys) {
    std::vector<Content> found;
    for (const std::string& key : keys) {
        CROSSDOCK_TRY_ASSIGN(const Subjects subjects, find_subjects(store, key));
        const std::size_t before = found.size();
        std::optional<Error> nothing;
        for (const journal::EntityId subject : subjects.ids) {
            auto content = find_content(store, subject);
            if (content.ok())
                found.push_back(std::move(content).value());
            else if (content.error().code != "show.nothing")
                return std::move(content).error();
            else
                nothing = std::move(content).error();
        }
        // What was parked first and became a document by a retry is that document.
        std::erase_if(found, [&](const Content& parked) {
            return parked.kind == "transaction" && std::ranges::any_of(found, [&](const Content& each) {
                       return each.kind == "document" && each.payload.digest == parked.payload.digest &&
                              each.offset == parked.offset;
                   });
        });
        // An order that was refused at first may have come again since.
        if (found.size() == before && nothing) return *std::move(nothing);
    }
    return found;
}

// `--source` of a document is the part of its message that it was made from.
Status check_sources(const std::vector<Content>& contents) {
    for (const Content& content : contents)
        if ((content.kind != "document" && content.kind != "transaction") || content.size == 0 ||
            content.payload.size == 0)
            return Error{
                "show.no-source", ErrorClass::permanent,
                fmt::format("{} was not made from a part of a message; without --source it is shown", content.id)};
    return {};
}

}  // namespace

int run_show(const Words& words) {
    Options options("show KEY…",
                    "Prints what a document (canonical JSON), a message (the bytes as they came) or a delivery (the "
                    "bytes as they are sent) holds. KEY is what 'trace' takes: an id, an order number, a control "
                    "number, a file name. --raw writes the bytes alone, unchanged; --json what is known beside them.",
                    {{"show HS-70431", "an order as canonical JSON"},
                     {"show D12 --source", "the part of the message that D12 was made from"},
                     {"show S14 --lines 20", "the first lines of what a delivery sends"},
                     {"show M11 --raw > orders.edi", "a message as it came"}});
    options.positional("key", -1);
    options.add()("raw", "the bytes alone, unchanged, of one thing")(
        "source", "of a document: the part of its message that it was made from")(
        "lines", boost::program_options::value<std::size_t>()->value_name("N"), "at most so many lines of each")(
        "width", boost::program_options::value<std::size_t>()->value_name("N"), "characters on a line of JSON (100)");
    if (!options.parse_for_site(words)) return options.exit_status();
    const std::vector<std::string> keys = options.texts("key");
    const Ask ask{options.has("source"), options.number_or("width", 100), options.number_or("lines", SIZE_MAX)};
    if (keys.empty())
        return fail(Error{"show.no-key", ErrorClass::configuration, "name what to show, such as D12"}), exit_usage;
    if (ask.width == 0 || ask.lines_max == 0)
        return fail(Error{"show.number", ErrorClass::configuration, "--lines and --width take a number from 1 on"}),
               exit_usage;
    journal::StoreOptions store_options;
    store_options.folder = SiteFolders(options.site()).journal;
    auto store = journal::open_store_read_only(store_options);
    if (!store.ok()) return fail(store.error());
    auto contents = find_contents(*store.value(), keys);
    if (!contents.ok()) return fail(contents.error());
    if (ask.source)
        if (Status sources = check_sources(contents.value()); !sources.ok()) return fail(sources.error());
    if (options.has("raw")) {
        if (contents.value().size() != 1)
            return fail(Error{"show.several", ErrorClass::configuration,
                              fmt::format("--raw writes one thing, and {} are meant; name one by its id: {}",
                                          contents.value().size(), contents.value().front().id)}),
                   exit_usage;
        const Status written = write_raw(*store.value(), contents.value().front(), ask.source);
        return written.ok() ? exit_ok : fail(written.error());
    }
    std::string list;
    for (const Content& content : contents.value()) {
        if (options.json()) {
            auto json = to_json(*store.value(), content, ask.source);
            if (!json.ok()) return fail(json.error());
            list += (list.empty() ? "" : ",") + json.value();
            continue;
        }
        if (&content != &contents.value().front()) fmt::print("\n");
        if (const Status printed = print(*store.value(), content, ask); !printed.ok()) return fail(printed.error());
    }
    if (options.json()) fmt::print("[{}]\n", list);
    return exit_ok;
}

}  // namespace crossdock::commands
