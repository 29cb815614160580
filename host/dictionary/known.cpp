#include "host/dictionary/known.hpp"

#include <algorithm>
#include <array>

#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view provenance_label = "# Provenance: ";

std::vector<fs::path> sorted_entries(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        entries.push_back(at->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

// Words of a statement; names in quotes are one, without the quotes.
std::vector<std::string> statement_words(std::string_view line) {
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string_view::npos && line[at] != '#';) {
        const bool quoted = line[at] == '"';
        const std::size_t from = quoted ? at + 1 : at;
        const std::size_t end = std::min(line.find_first_of(quoted ? "\"" : " \t", from), line.size());
        words.emplace_back(line.substr(from, end - from));
        at = std::min(end + (quoted ? 1 : 0), line.size());
    }
    return words;
}

class Reader {
public:
    explicit Reader(KnownRelease& release) : release_(release) {}

    void read(const SourceFile& file) {
        bool imported = false;
        for (const std::string& line : file.lines()) {
            imported = imported || line.starts_with(import_mark);
            if (imported && line.starts_with(provenance_label))
                release_.provenance = line.substr(provenance_label.size());
            const std::vector<std::string> words = statement_words(line);
            if (!words.empty()) statement(words, line);
        }
    }

private:
    void statement(const std::vector<std::string>& words, const std::string& line) {
        static constexpr std::array<std::string_view, 6> about_sets{"count", "control",   "sum",
                                                                    "hash",  "hierarchy", "trace"};
        const std::string& first = words[0];
        if (depth_ != 0) {
            if (first == "end") --depth_;
            if (first == "loop" || first == "loop!" || first == "any") ++depth_;
        } else if ((first == "transaction" && words.size() > 3) || (first == "message" && words.size() > 2)) {
            depth_ = 1;
            release_.sets.push_back({words[1], words.back(), {}});
        } else if (first == "segment") {
            ++release_.segments;
        } else if (first == "composite") {
            ++release_.composites;
        } else if (first == "element") {
            ++release_.elements;
            if (words.size() <= 6) return;
            ++release_.code_lists;
            release_.codes += words.size() - 6;
        } else if (!release_.sets.empty() &&
                   std::find(about_sets.begin(), about_sets.end(), first) != about_sets.end()) {
            release_.sets.back().statements.emplace_back(trimmed(line.substr(0, line.find('#'))));
        }
    }

    KnownRelease& release_;
    std::size_t depth_ = 0;
};

}  // namespace

Result<std::vector<KnownRelease>> read_known(const fs::path& folder) {
    std::vector<KnownRelease> found;
    for (const Standard standard : {Standard::x12, Standard::edifact})
        for (const fs::path& release : sorted_entries(folder / name_of(standard))) {
            std::error_code ignored;
            if (!fs::is_directory(release, ignored)) continue;
            KnownRelease known;
            known.standard = standard;
            known.id = release.filename().string();
            known.folder = release;
            for (const fs::path& path : sorted_entries(release)) {
                if (path.extension() != ".dict") continue;
                Sha256 ignored_digest;
                CROSSDOCK_TRY_ASSIGN(const SourceFile file, SourceFile::read(path, path.string(), ignored_digest));
                Reader(known).read(file);
            }
            found.push_back(std::move(known));
        }
    return found;
}

}  // namespace crossdock::dictionary
