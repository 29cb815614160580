// Invented tables in the layouts that imports read: nothing of them is of a standard.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace crossdock::dictionary {

using Files = std::map<std::string, std::string>;  // text by name

// A directory D.20A of later layout: two messages, composites, a code list, change marks, names over two lines, nested
// groups, a repetition and a dependency note.
Files later_directory();
// The same segments in the layout up to D.96B: other columns, no repetitions, drawn in code page 437.
Files earlier_directory();
// Tables of X12: one set of three areas with nested loops, a composite, code lists, relational notes.
Files tables();

// `files` with `from`, which is in the file once at least, replaced by `to`.
Files with(Files files, const std::string& name, const std::string& from, const std::string& to);

// The files in a folder that is removed at the end; named as somebody's would be.
class Folder {
public:
    explicit Folder(const Files& files = {}, const std::string& name = "tables");
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string text(const std::string& name) const;
    void write(const std::string& name, const std::string& text) const;

private:
    std::filesystem::path root_;
    std::filesystem::path path_;
};

}  // namespace crossdock::dictionary
