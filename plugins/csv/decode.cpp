#include "plugins/csv/decode.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/finding.hpp>
#include <crossdock/cpp/tape_builder.hpp>
#include <crossdock/cpp/utf8.hpp>

#include "plugins/csv/columns.hpp"

namespace crossdock::csv {

namespace {

struct Explained {
    std::string_view code;
    std::string_view text;
};

Explained explain(Mistake mistake) {
    switch (mistake) {
        case Mistake::stray_quote:
            return {"csv.stray-quote",
                    "a quote stands inside a field that is not quoted; quote the field and double it"};
        case Mistake::text_after_quote:
            return {"csv.text-after-quote", "text follows the closing quote; a quote inside a field is doubled"};
        default: return {"csv.quote-not-closed", "the field's quote is not closed before the end of the file"};
    }
}

// Puts the rows of one document on the tape.
class Rows {
public:
    Rows(const crossdock_decode_request& request, const std::vector<std::string>& columns, const RecordReader& reader,
         sdk::DocumentNames& names, crossdock_tape_writer& tape, const crossdock_findings& findings)
        : request_(request),
          columns_(columns),
          reader_(reader),
          tape_(tape, request.source_offset),
          findings_(findings),
          row_(names.intern("row")) {
        for (const std::string& column : columns) numbers_.push_back(names.intern(column));
    }

    void add(const Record& record) {
        ++count_;
        const sdk::SourcePosition at{record.offset, record.line};
        tape_.begin(row_, CROSSDOCK_TAPE_LIST_ITEM, at);
        const std::size_t fields = std::min(record.fields.size(), numbers_.size());
        for (std::size_t index = 0; index < fields; ++index) add_field(record, index);
        tape_.end(row_, at);
        if (record.fields.size() != numbers_.size()) report_width(record);
    }

private:
    void add_field(const Record& record, std::size_t index) {
        const Field& field = record.fields[index];
        if (field.mistake != Mistake::none) {
            const Explained mistake = explain(field.mistake);
            report(record, index, mistake.code, mistake.text);
        }
        if (field.size == 0 && !field.quoted) return;
        const sdk::SourcePosition at{field.offset, record.line};
        if (field.doubled)
            tape_.value_copied(numbers_[index], 0, reader_.text(field, copy_), at);
        else
            tape_.value_in_source(numbers_[index], 0, field.offset, field.size, at);
    }

    void report_width(const Record& record) {
        const std::size_t fields = record.fields.size();
        const bool few = fields < numbers_.size();
        report(record, few ? fields - 1 : numbers_.size(), few ? "csv.too-few-columns" : "csv.too-many-columns",
               fmt::format("the row has {} fields, the file has {} columns", fields, numbers_.size()));
    }

    void report(const Record& record, std::size_t index, std::string_view code, std::string_view text) {
        const Field& field = record.fields[index];
        const std::string path = index < columns_.size() ? fmt::format("row[{}]/{}", count_, columns_[index])
                                                         : fmt::format("row[{}]", count_);
        findings_.report({.code = code,
                          .text = text,
                          .value = reader_.raw(field),
                          .path = path,
                          .offset = request_.source_offset + field.offset,
                          .size = field.size,
                          .line = record.line,
                          .element = static_cast<std::uint16_t>(std::min<std::size_t>(index + 1, UINT16_MAX))});
    }

    const crossdock_decode_request& request_;
    const std::vector<std::string>& columns_;
    const RecordReader& reader_;
    sdk::TapeBuilder tape_;
    sdk::FindingReporter findings_;
    std::uint32_t row_;
    std::vector<std::uint32_t> numbers_;
    std::size_t count_ = 0;
    std::string copy_;
};

void check(const crossdock_decode_request& request, std::string_view source, const Settings& settings) {
    if (source.size() > settings.size_limit)
        throw sdk::Failure::permanent(
            "csv.too-large",
            fmt::format("the document has {} bytes, more than size-limit, {}", source.size(), settings.size_limit),
            request.source_offset);
    const std::size_t bad = sdk::find_invalid_utf8(source);
    if (bad == std::string_view::npos) return;
    const sdk::LineAndColumn place = sdk::line_and_column(source, bad, request.first_segment);
    throw sdk::Failure::permanent("csv.not-utf-8",
                                  fmt::format("line {} column {}: the bytes here are not UTF-8; send the file in UTF-8",
                                              place.line, place.column),
                                  request.source_offset + bad);
}

}  // namespace

void decode(const crossdock_decode_request& request, const Settings& settings, sdk::NameCache& cache,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const std::string_view source = sdk::text(request.source);
    check(request, source, settings);
    RecordReader reader(source, settings.delimiter, settings.quote, request.first_segment);
    Record record;
    std::vector<std::string> columns = settings.columns;
    if (settings.header) {
        const std::string_view header = sdk::text(request.interchange_context);
        RecordReader header_reader(header, settings.delimiter, settings.quote);
        if (header_reader.next(record)) {
            columns = read_header(header_reader, record, 0);
        } else {
            do
                if (!reader.next(record))
                    throw sdk::Failure::permanent("csv.empty", "the file is empty; a header was expected",
                                                  request.source_offset);
            while (record.blank());
            columns = read_header(reader, record, request.source_offset);
        }
    }
    sdk::DocumentNames names(cache);
    Rows rows(request, columns, reader, names, tape, findings);
    while (reader.next(record))
        if (!record.blank()) rows.add(record);
    names.publish(tape);
}

}  // namespace crossdock::csv
