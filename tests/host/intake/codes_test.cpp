// The manual has every code that a person may see of flows and intake.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace {

const std::filesystem::path source = CROSSDOCK_SOURCE_DIR;

std::string text_of(const std::filesystem::path& folder, const std::string& extension) {
    std::ostringstream all;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == extension) all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    return all.str();
}

}  // namespace

TEST_CASE("every code of flows and intake is in the manual") {
    const std::string manual = text_of(source / "docs", ".md") + text_of(source / "docs/reference", ".md");
    std::size_t seen = 0;
    for (const char* const layer : {"host/flow", "host/intake"}) {
        const std::string code = text_of(source / layer, ".cpp");
        static const std::regex quoted(R"re("((?:flow|intake|exception|delivery|host)\.[a-z-]+)")re");
        for (std::sregex_iterator at(code.begin(), code.end(), quoted), end; at != end; ++at) {
            ++seen;
            INFO((*at)[1].str());
            CHECK(manual.find('`' + (*at)[1].str() + '`') != std::string::npos);
        }
    }
    CHECK(seen > 30);
}
