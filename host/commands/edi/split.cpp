// `crossdock edi split`: each transaction as an interchange of its own.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "host/commands/edi/arguments.hpp"
#include "host/commands/edi/reader.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;
namespace fs = std::filesystem;

// What may stand in a file's name everywhere.
std::string name_part(std::string_view text) {
    std::string part(text.substr(0, 40));
    std::replace_if(
        part.begin(), part.end(),
        [](char each) {
            return !((each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z') ||
                     each == '-' || each == '_');
        },
        '_');
    return part;
}

class Splitting final : public Visitor {
public:
    Splitting(plugins::FormatClient& format, const Input& input, fs::path folder, const fs::path& file)
        : format_(format),
          input_(input),
          folder_(std::move(folder)),
          stem_(file == "-" ? "stdin" : file.stem().string()),
          ending_(file == "-" || !file.has_extension() ? ".edi" : file.extension().string()) {}

    void begin(const plugins::Envelope& envelope) override {
        if (envelope.level == plugins::EnvelopeLevel::group) {
            note_end_of_interchange_header(envelope.offset);
            group_header_ = {envelope.offset, 0};
        } else {
            interchange_header_ = {envelope.offset, 0};
            group_header_ = {};
        }
    }
    void finding(const plugins::Finding&) override {}
    Status transaction(ReadTransaction& transaction) override {
        const plugins::Slice& slice = transaction.slice;
        note_end_of_interchange_header(slice.offset);
        if (transaction.group != nullptr && group_header_.end == 0) group_header_.end = slice.offset;
        ++count_;
        if (transaction.interchange == nullptr || !slice.complete) {
            fmt::print(stderr, "crossdock: transaction {} at segment {} is cut off and was not written\n",
                       slice.control_number, slice.first_segment);
            ++left_out;
            return {};
        }
        CROSSDOCK_TRY_ASSIGN(const std::string trailers,
                             format_.trailers(*transaction.interchange, transaction.group.get(), 1));
        std::string bytes;
        CROSSDOCK_TRY(append(interchange_header_, bytes));
        if (transaction.group != nullptr) CROSSDOCK_TRY(append(group_header_, bytes));
        CROSSDOCK_TRY(append({slice.offset, slice.offset + slice.size}, bytes));
        bytes += trailers;
        return write(slice, bytes);
    }

    std::size_t written = 0;
    std::size_t left_out = 0;

private:
    struct Stretch {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;  // 0: not known yet
    };

    void note_end_of_interchange_header(std::uint64_t offset) {
        if (interchange_header_.end == 0) interchange_header_.end = offset;
    }
    Status append(const Stretch& stretch, std::string& bytes) const {
        CROSSDOCK_TRY_ASSIGN(const std::string text, input_.read(stretch.begin, stretch.end - stretch.begin));
        bytes += text;
        return {};
    }
    Status write(const plugins::Slice& slice, const std::string& bytes) {
        const std::string set = slice.message_code.substr(0, slice.message_code.find(':'));
        const fs::path path = folder_ / fmt::format("{}-{:04}-{}-{}{}", stem_, count_, name_part(set),
                                                    name_part(slice.control_number), ending_);
        std::error_code ignored;
        if (fs::exists(path, ignored))
            return Error{"edi.file-exists", ErrorClass::configuration,
                         fmt::format("{} is there already and is left as it is; name an empty folder", path.string())};
        std::ofstream file(path, std::ios::binary);
        file << bytes;
        file.close();
        if (!file)
            return Error{"edi.not-written", ErrorClass::configuration,
                         fmt::format("{} cannot be written", path.string())};
        fmt::print("{}\n", path.string());
        ++written;
        return {};
    }

    plugins::FormatClient& format_;
    const Input& input_;
    fs::path folder_;
    std::string stem_;
    std::string ending_;
    Stretch interchange_header_;
    Stretch group_header_;
    std::size_t count_ = 0;
};

}  // namespace

int run_edi_split(const Words& words) {
    namespace po = boost::program_options;
    Options options(
        "edi split FILE --into DIR",
        "Writes each transaction to a file of its own, which is an interchange again: the headers of its interchange "
        "and group and the transaction as they came, byte for byte, with their control numbers, and trailers that "
        "count what is there now. What stands between a header and the next (TA1, line ends) comes along. The files "
        "are called after FILE, the transaction's place, its kind and its control number; none is overwritten. FILE "
        "may be - for standard input. Exit status: 0 all were written, 1 some were cut off and left out, or could not "
        "be written, 2 FILE cannot be read.",
        {{"edi split in/orders.edi --into single", "single/orders-0001-850-0001.edi, …"},
         {"edi split --into /tmp/one - < all.edi", "from standard input"}},
        Options::Common::none);
    options.add()("into", po::value<std::string>()->value_name("DIR"),
                  "the folder to write to; made where it is missing");
    options.add()("format", po::value<std::string>()->value_name("NAME"),
                  "the format, such as x12 or edifact (else whichever recognises the file)");
    options.positional("file");
    if (!options.parse(words)) return options.exit_status();
    if (options.text("file").empty() || options.text("into").empty())
        return fail_unreadable(
            Error{"edi.usage", ErrorClass::configuration, "name a file, and with --into the folder to write to"});
    FormatChoice choice;
    choice.format = options.text("format");
    auto formats = Formats::start(choice);
    if (!formats.ok()) return fail_unreadable(formats.error());
    auto opened = open_input(formats.value(), options.text("file"));
    if (!opened.ok()) return fail_unreadable(opened.error());
    std::error_code failed;
    fs::create_directories(options.text("into"), failed);
    if (failed)
        return fail(Error{"edi.not-written", ErrorClass::configuration,
                          fmt::format("the folder {} cannot be made: {}", options.text("into"), failed.message())});
    Splitting splitting(*opened.value().format, opened.value().input, options.text("into"), options.text("file"));
    const Status status =
        read_interchanges(*opened.value().format, opened.value().input, choice.options, Names(), Decode::no, splitting);
    if (status.ok()) return splitting.left_out == 0 ? exit_ok : exit_failed;
    const std::string& code = status.error().code;
    if (code == "edi.file-exists" || code == "edi.not-written") return fail(status.error());
    return fail_unreadable(status.error(), options.text("file"));
}

}  // namespace crossdock::commands
