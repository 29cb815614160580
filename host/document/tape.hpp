// Tape to document and back: how documents cross the plugin boundary.
//
// Events at the top of a tape are the children of the document's root; the root itself has no event.
#pragma once

#include <crossdock/tape.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/document/document.hpp"

namespace crossdock {

// The symbols of the name lists that an adapter uses, so that a name is looked up once and not once a document.
// One per adapter and thread: not thread-safe. `names` must be complete and outlive it. Remembers a bounded number of
// lists (the oldest goes first) and only those of an id other than 0.
class TapeNames {
public:
    explicit TapeNames(const Names& names) : names_(&names) {}

    // Symbols in the order of the tape's names: a shared one, `no_symbol` where the deployment does not know the name,
    // or `unresolved`. Valid until the next call.
    std::span<Symbol> symbols(const crossdock_tape_view& tape);
    [[nodiscard]] const Names& names() const { return *names_; }

    static constexpr Symbol unresolved = no_symbol - 1;

private:
    struct List {
        std::uint64_t id = 0;
        std::vector<Symbol> symbols;
    };
    static constexpr std::size_t lists_max = 64;

    const Names* names_;
    std::vector<List> lists_;
    std::size_t oldest_ = 0;
    std::vector<Symbol> unnamed_list_;
};

// Replaces what `document` holds by the tape's content; it is empty when that fails. Texts are borrowed: `owner` is
// what keeps the tape's text and its source alive, and is held by the document; names are not borrowed. The tape is not
// trusted: errors `tape.*` say at which event it breaks the contract of crossdock/tape.h (class needs-person), or what
// the document behind it may be to blame for (permanent: not UTF-8, too deep, a name too long). That its pointers and
// sizes are those of real memory cannot be checked. `names` must be of the same Names as the document.
Status read_tape(const crossdock_tape_view& tape, std::shared_ptr<const void> owner, TapeNames& names,
                 Document& document);
// The same without a memory of names, for a tape that comes once.
Status read_tape(const crossdock_tape_view& tape, std::shared_ptr<const void> owner, Document& document);

// Makes tapes of documents, in memory that is kept from one to the next. Not thread-safe.
class TapeBuilder {
public:
    // The tape of `document`: values are copied, names borrowed, `names_id` is 0. Valid until the next build, a change
    // of the document, or the end of either.
    Result<crossdock_tape_view> build(const Document& document);

private:
    static constexpr std::uint32_t unused = UINT32_MAX;

    void add_children(const Document& document, NodeIndex parent);
    std::uint32_t name_index(const Document& document, Symbol symbol);

    std::vector<crossdock_tape_event> events_;
    std::string text_;
    std::vector<crossdock_text_view> names_;
    std::vector<std::uint32_t> shared_indexes_;  // by symbol; `unused` but for those in used_
    std::vector<std::uint32_t> local_indexes_;
    std::vector<Symbol> used_;
    bool too_large_ = false;
};

}  // namespace crossdock
