// The file, the entry and the factory.
#include <algorithm>
#include <cstring>
#include <set>

#include "checks.hpp"
#include "exported_symbols.hpp"
#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

std::string shown(const char* text) { return text == nullptr ? "NULL" : "'" + std::string(text) + "'"; }

bool is_there(const char* text) { return text != nullptr && *text != '\0'; }

bool is_name(const char* name) {
    if (!is_there(name)) return false;
    return std::all_of(name, name + std::strlen(name), [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-' ||
               character == '.';
    });
}

void exports(Subject& subject, Report& report) {
    std::string failure;
    const auto names = exported_symbols(subject.options.file, failure);
    if (!report.expect(names.has_value(), "a library whose exports can be read", failure)) return;
    const bool has_entry = std::find(names->begin(), names->end(), CROSSDOCK_ENTRY_SYMBOL) != names->end();
    report.expect(has_entry, "it exports " CROSSDOCK_ENTRY_SYMBOL, "no such symbol");
    for (const std::string& name : *names)
        report.expect(name == CROSSDOCK_ENTRY_SYMBOL, "it exports " CROSSDOCK_ENTRY_SYMBOL " and nothing else", name);
}

void opens(Subject& subject, Report& report) {
    std::string failure;
    subject.library = open_library(std::filesystem::absolute(subject.options.file), failure);
    report.expect(subject.library != nullptr, "the library opens with every symbol it needs", failure);
}

void answers_table(Subject& subject, Report& report) {
    const auto function =
        reinterpret_cast<crossdock_entry_function>(find_symbol(subject.library, CROSSDOCK_ENTRY_SYMBOL));
    if (!report.expect(function != nullptr, "it exports " CROSSDOCK_ENTRY_SYMBOL, "no such symbol")) return;
    const crossdock_entry* entry = function();
    if (!report.expect(entry != nullptr, "the entry answers its table", "NULL")) return;
    report.expect(function() == entry, "the entry answers the same table every time", "another address");
    if (report.expect(entry->struct_size >= sizeof(crossdock_entry),
                      "struct_size of the entry is at least " + std::to_string(sizeof(crossdock_entry)),
                      std::to_string(entry->struct_size)))
        subject.entry = entry;
}

void version_fits(Subject& subject, Report& report) {
    const crossdock_entry& entry = *subject.entry;
    report.expect(entry.abi_major == CROSSDOCK_ABI_MAJOR, "ABI major " + std::to_string(CROSSDOCK_ABI_MAJOR),
                  "major " + std::to_string(entry.abi_major) + ": build it against this SDK");
    report.expect(entry.abi_minor <= CROSSDOCK_ABI_MINOR,
                  "ABI minor " + std::to_string(CROSSDOCK_ABI_MINOR) + " or below",
                  "minor " + std::to_string(entry.abi_minor) + ": build it against this SDK");
}

void names_itself(Subject& subject, Report& report) {
    report.expect(is_name(subject.entry->plugin_name), "plugin_name is of lower-case letters, digits, `-` and `.`",
                  shown(subject.entry->plugin_name));
    report.expect(is_there(subject.entry->plugin_version), "plugin_version is set",
                  shown(subject.entry->plugin_version));
    report.expect(is_there(subject.entry->build_id), "build_id is set", shown(subject.entry->build_id));
}

void has_functions(Subject& subject, Report& report) {
    report.expect(subject.entry->init != nullptr, "the entry has init", "NULL");
    report.expect(subject.entry->deinit != nullptr, "the entry has deinit", "NULL");
    report.expect(subject.entry->get_factory != nullptr, "the entry has get_factory", "NULL");
}

void initialises(Subject& subject, Report& report) {
    crossdock_error error = empty_error();
    const std::string folder = std::filesystem::absolute(subject.options.file).parent_path().string();
    const crossdock_status status = subject.entry->init(folder.c_str(), &error);
    report.expect_status("the entry's init", {status, ErrorCopy::of(&error)}, CROSSDOCK_OK);
}

void has_factory(Subject& subject, Report& report) {
    report.expect(subject.entry->get_factory("com.example.unknown/1") == nullptr,
                  "get_factory answers NULL for an id it does not know", "a pointer");
    const auto* factory =
        static_cast<const crossdock_adapter_factory*>(subject.entry->get_factory(CROSSDOCK_ADAPTER_FACTORY));
    if (!report.expect(factory != nullptr, "get_factory answers " CROSSDOCK_ADAPTER_FACTORY, "NULL")) return;
    if (!report.expect(factory->struct_size >= sizeof *factory,
                       "struct_size of the factory is at least " + std::to_string(sizeof *factory),
                       std::to_string(factory->struct_size)))
        return;
    const bool whole = factory->type_count != nullptr && factory->type_at != nullptr && factory->create != nullptr;
    if (report.expect(whole, "the factory has type_count, type_at and create", "NULL")) subject.factory = factory;
}

void declares_types(Subject& subject, Report& report) {
    const std::uint64_t count = subject.factory->type_count();
    report.expect(count > 0, "at least one adapter type", "none");
    report.expect(subject.factory->type_at(count) == nullptr, "type_at answers NULL past the end", "a pointer");
    constexpr std::uint32_t known = CROSSDOCK_INTERFACE_SOURCE | CROSSDOCK_INTERFACE_SINK |
                                    CROSSDOCK_INTERFACE_SERVICE | CROSSDOCK_INTERFACE_FORMAT;
    std::set<std::string> names;
    for (std::uint64_t index = 0; index < count; ++index) {
        const crossdock_adapter_type* type = subject.factory->type_at(index);
        const std::string which = "type " + std::to_string(index);
        if (!report.expect(type != nullptr, which + " is there", "NULL")) continue;
        if (!report.expect(type->struct_size >= sizeof *type,
                           "struct_size of " + which + " is at least " + std::to_string(sizeof *type),
                           std::to_string(type->struct_size)))
            continue;
        report.expect(is_name(type->name), which + " has a name of lower-case letters, digits, `-` and `.`",
                      shown(type->name));
        report.expect(is_there(type->version), which + " has a version", shown(type->version));
        report.expect(is_there(type->documentation), which + " has documentation", shown(type->documentation));
        report.expect((type->interfaces & known) != 0 && (type->interfaces & ~known) == 0,
                      which + " offers interfaces of this ABI", "bits " + std::to_string(type->interfaces));
        if (type->name != nullptr)
            report.expect(names.insert(type->name).second, "type names are unique", shown(type->name) + " comes twice");
    }
}

void refuses_unknown_type(Subject& subject, Report& report) {
    FakeHost host;
    crossdock_error error = empty_error();
    const crossdock_adapter* made = subject.factory->create(host.raw(), "no-such-type", &error);
    if (report.expect(made == nullptr, "create of an unknown type answers NULL", "an adapter"))
        report.expect_filled("create of an unknown type", ErrorCopy::of(&error));
}

constexpr Check checks[] = {
    {"library: it exports the entry and nothing else", 0, 1, exports},
    {"library: it opens", 0, 1, opens, true},
    {"entry: it answers its table", 0, 1, answers_table, true},
    {"entry: its ABI version fits", 0, 1, version_fits, true},
    {"entry: it names itself and its build", 0, 1, names_itself},
    {"entry: it has all its functions", 0, 1, has_functions, true},
    {"entry: init answers OK", 0, 1, initialises, true},
    {"factory: it is there and whole", 0, 1, has_factory, true},
    {"factory: its types are well declared", 0, 1, declares_types, true},
    {"factory: an unknown type is refused", 0, 1, refuses_unknown_type},
};

}  // namespace

std::span<const Check> library_checks() { return checks; }

}  // namespace crossdock::sdk::validator
