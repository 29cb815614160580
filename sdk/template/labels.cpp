// Configuration, delivery, errors.
#include "labels.hpp"

#include <fstream>
#include <system_error>

#include "order.hpp"

namespace example {

using crossdock::sdk::Failure;
using crossdock::sdk::text;

void Labels::init() {
    const auto folder = host().property("folder");
    if (!folder) throw Failure::configuration("labels.no-folder", "set `folder` to where the labels are to go");
    folder_ = *folder;
    format_.copies = static_cast<int>(host().number_or("copies", 1));
    format_.height_mm = host().property_or("size", "100x150") == "100x50" ? 50 : 150;
    if (host().extension<crossdock_metrics>(CROSSDOCK_METRICS) != nullptr)
        labels_written_ = host().declare_metric(CROSSDOCK_METRIC_COUNTER, "labels_written", "Labels written to files");
}

void Labels::submit(const crossdock_delivery& delivery) {
    try {
        const std::string file = deliver(text(delivery.payload));
        if (labels_written_ != 0) host().record(labels_written_, 1);
        host().succeed(delivery.operation, file);
    } catch (const Failure& failure) {
        host().fail(delivery.operation, failure);
    }
}

// The name of the file that was written.
std::string Labels::deliver(std::string_view json) const {
    const Order order = read_order(json);
    const std::string name = safe_file_name(order.number) + ".zpl";
    const std::filesystem::path written = folder_ / (name + ".part");
    std::ofstream file(written, std::ios::binary | std::ios::trunc);
    file << label_text(order, format_);
    file.close();
    std::error_code failed;
    if (file) std::filesystem::rename(written, folder_ / name, failed);
    if (!file || failed) {
        std::error_code ignored;
        std::filesystem::remove(written, ignored);
        throw Failure::retry("labels.not-writable", "cannot write " + name + " in " + folder_.string() +
                                                        ": does the folder exist, and may this user write there?");
    }
    return name;
}

}  // namespace example
