// A directory of UN/EDIFACT as UNECE publishes it, read into a dictionary: data elements (EDED, before D.96B also
// TRED), their code lists (UNCL), composites (EDCD, TRCD), segments (EDSD, TRSD) and a file for each message
// (ORDERS_D.96A).
#pragma once

#include <string>
#include <vector>

#include "host/dictionary/dictionary.hpp"
#include "host/dictionary/edifact/lines.hpp"
#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary::edifact {

struct Directory {
    std::vector<SourceFile> elements;
    std::vector<SourceFile> code_lists;
    std::vector<SourceFile> composites;
    std::vector<SourceFile> segments;
    std::vector<SourceFile> messages;
};

// Reads all of it for the directory that `dictionary.release` names. What is wrong with elements, composites and
// segments is an error; a message that is not understood is passed over. Error `dictionary.bad-source` with file and
// line.
Status read_directory(const Directory& directory, Dictionary& dictionary, PassedOverList& passed_over);

Status read_elements(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over);
// Adds their values to elements; one that only the list has becomes an element.
Status read_code_lists(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over);
Status read_composites(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over);
Status read_segments(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over);
// The segments and elements that the syntax puts into every message: UNH, UNS, UNT, and UGH and UGT. They hold whatever
// a directory says of them. Source: ISO 9735 of version 3, and from D.99B of version 4.
void add_service_segments(Dictionary& dictionary);
// Whether a segment or composite belongs to the syntax: UNH, S009.
bool is_service(std::string_view id);

// What a message file says of itself, `Message Type : ORDERS`. Empty where it does not.
struct Identity {
    std::string type, version, release;
};
Identity identity_of(const SourceFile& file);
// From its segment table. Error `dictionary.bad-source` with file and line.
Result<Message> read_message(const SourceFile& file, const Dictionary& dictionary);

}  // namespace crossdock::dictionary::edifact
