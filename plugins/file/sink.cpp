#include "plugins/file/sink.hpp"

#include <crossdock/cpp/system_files.hpp>

#include "plugins/file/types.hpp"

namespace crossdock::file {

namespace {

std::vector<crossdock_property> sink_properties() {
    using sdk::property;
    return {
        property("folder", CROSSDOCK_PROPERTY_PATH, "The folder to write into; it must be there.", nullptr,
                 CROSSDOCK_PROPERTY_REQUIRED),
        property(
            "name", CROSSDOCK_PROPERTY_TEXT,
            "The file's name: {key} stands for the delivery's idempotency key, any other {name} for the delivery's "
            "header of that name, such as {partner}, {number}, {type}. Characters that a file name cannot have "
            "are replaced.",
            "{key}"),
        property("existing", CROSSDOCK_PROPERTY_CHOICE,
                 "What to do when a file of that name is there with other content. Unless given: replace if the name "
                 "has {key} in it, since then it is an earlier attempt of the same delivery, else refuse.",
                 nullptr, 0, "replace|refuse"),
        property("sync", CROSSDOCK_PROPERTY_CHOICE,
                 "file: a delivery is done once the file and its name survive a power cut. none: once the system has "
                 "it; files of the last seconds may be lost with the power.",
                 "file", 0, "file|none"),
    };
}

}  // namespace

sdk::AdapterType sink_type() {
    return sdk::type<FileSink>("file-sink", CROSSDOCK_INTERFACE_SINK,
                               "Writes each delivery as a file that appears under its name whole or not at all.",
                               sink_properties());
}

FileSink::FileSink(const crossdock_host* host) : FileSink(host, sdk::system_files()) {}

FileSink::FileSink(const crossdock_host* host, sdk::Files& files) : AdapterOf(host), files_(&files) {}

void FileSink::init() {
    folder_ = sdk::utf8_path(host().property_or("folder", ""));
    if (folder_.empty())
        throw sdk::Failure::configuration("file.no-folder",
                                          "the folder to write into is missing: set the property folder");
    look_for_folder();
    template_ = NameTemplate::parse(host().property_or("name", "{key}"));
    const auto existing = host().property_or("existing", template_->uses("key") ? "replace" : "refuse");
    on_existing_ = existing == "replace" ? OnExisting::replace : OnExisting::refuse;
    syncs_ = host().property_or("sync", "file") == "file";
}

void FileSink::look_for_folder() const {
    if (!files_->status(folder_ / "."))
        throw sdk::Failure::configuration("file.no-folder",
                                          "the folder to write into is not there: make " + sdk::utf8_text(folder_));
}

void FileSink::start() {
    look_for_folder();
    const auto probe = folder_ / ".crossdock-probe.tmp";
    try {
        files_->create(probe)->write("may this host write here?");
        files_->remove(probe);
    } catch (const sdk::Failure& failure) {
        throw sdk::Failure::configuration("file.not-writable",
                                          std::string("the folder to write into cannot be written: ") + failure.what());
    }
    writer_ = std::make_unique<GroupWriter>(host(), *files_, GroupWriter::Settings{folder_, on_existing_, syncs_});
    started_ = true;
}

// The writer stays, so that a late submit meets one that refuses.
void FileSink::stop() {
    started_ = false;
    if (writer_) writer_->stop();
}

std::string FileSink::name_of(const crossdock_delivery& delivery) const {
    return template_->name([&](std::string_view placeholder) -> std::optional<std::string> {
        if (placeholder == "key") return std::string(sdk::text(delivery.idempotency_key));
        const auto value = sdk::find_header(delivery.headers, delivery.header_count, placeholder);
        if (value.data() == nullptr) return {};
        return std::string(value);
    });
}

void FileSink::submit(const crossdock_delivery& delivery) {
    if (!started_) throw sdk::Failure::retry("plugin.call-out-of-order", "the adapter is not started");
    FileToWrite file;
    file.operation = delivery.operation;
    file.name = name_of(delivery);
    file.temporary = folder_ / (".crossdock-" + short_digest(sdk::text(delivery.idempotency_key)) + ".tmp");
    file.payload = sdk::text(delivery.payload);
    writer_->add(std::move(file));
}

}  // namespace crossdock::file
