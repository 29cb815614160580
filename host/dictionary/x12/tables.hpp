// The table files in which ASC X12 delivers a release, read into a dictionary. Source: the notes to users that come
// with the tables, which give each file's columns.
#pragma once

#include <map>
#include <string>

#include "host/dictionary/dictionary.hpp"
#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary::x12 {

// By the file's name in upper case: `SETDETL.TXT`.
using Tables = std::map<std::string, SourceFile, std::less<>>;

// The files that are read, and those of them without which there is no dictionary.
const std::vector<std::string>& table_names();
bool is_required(std::string_view table);

// Reads all of them. What is wrong with the elements, composites and segments that sets share is an error; a set that
// is not understood is passed over. Error `dictionary.bad-source` with file and line.
Status read_tables(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over);

// ELEHEAD, ELEDETL, COMHEAD, COMDETL, SEGHEAD, SEGDETL.
Status read_shapes(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over);
// FREEFORM: code lists and relational notes; the texts beside them are not read.
Status read_free_form(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over);
// SETHEAD, SETDETL.
Status read_sets(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over);

// `12`, or `>1` for any number. False when it is neither, or 0.
bool read_maximum(std::string_view text, std::uint32_t& maximum);

}  // namespace crossdock::dictionary::x12
