// The labels sink: an order comes in as JSON, a label file goes out.
#pragma once

#include <crossdock/cpp/sink.hpp>

#include <filesystem>
#include <string>

#include "label_text.hpp"

namespace example {

// Delivers on the lane thread that called `submit`, so nothing is ever pending when it returns. The file is named after
// the order, and written beside its place and moved there: a printer that watches the folder never sees half a label,
// and the same order delivered twice leaves one file.
class Labels : public crossdock::sdk::AdapterOf<Labels, crossdock::sdk::Sink> {
public:
    using AdapterOf::AdapterOf;

    void init() override;

    [[nodiscard]] crossdock_delivery_promise promise() const noexcept override { return CROSSDOCK_IDEMPOTENT; }
    void submit(const crossdock_delivery& delivery) override;

private:
    std::string deliver(std::string_view order) const;

    std::filesystem::path folder_;
    LabelFormat format_;
    std::uint32_t labels_written_ = 0;  // metric
};

}  // namespace example
