#include "host/plugins/runner/services.hpp"

#include <algorithm>

#include "host/plugins/library.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// Whose lane the thread belongs to.
thread_local const Services* lane_of = nullptr;

const crossdock_wakeable* wakeable_of(const crossdock_adapter* adapter) {
    return static_cast<const crossdock_wakeable*>(adapter->get_extension(adapter->self, CROSSDOCK_WAKEABLE));
}

}  // namespace

Services::Services(AdapterSetup given, WakeHandles& handles, bus::Sender& sender, bus::Mailbox& mailbox, MainLoop& main,
                   const Clock& time)
    : setup(std::move(given)),
      wake_handles(handles),
      clock(time),
      to_host(sender),
      loop(main),
      operations(sender, [this](const std::string& text) { report_breach(text); }),
      intake(
          sender,
          [this] {
              if (!loop.on_main_thread()) return false;
              loop.pump();
              return true;
          },
          [this, &mailbox](std::uint32_t messages) { mailbox.post([this, messages] { give_credit(messages); }); }),
      wake_target(mailbox, [this](std::uint64_t reason) {
          if (const auto* wakeable = adapter_ == nullptr ? nullptr : wakeable_of(adapter_))
              notify("woken", [&] { wakeable->woken(adapter_->self, reason); });
      }) {
    host_.struct_size = sizeof host_;
    host_.abi_major = CROSSDOCK_ABI_MAJOR;
    host_.abi_minor = CROSSDOCK_ABI_MINOR;
    host_.context = this;
    host_.get_extension = [](const crossdock_host*, const char* id) -> const void* {
        return id == nullptr ? nullptr : host_extension(id);
    };
    for (const PropertyText& property : setup.settings.properties) values_[property.name].push_back(property.value);
}

Services::~Services() { wake_handles.remove(wake_target); }

void Services::describe(const crossdock_adapter_type& type) {
    for (std::uint64_t index = 0; index < type.property_count; ++index)
        if (const auto property = PluginLibrary::property_at(type, index);
            (property.flags & CROSSDOCK_PROPERTY_SENSITIVE) != 0)
            sensitive_.emplace_back(property.name);
}

void Services::give_credit(std::uint32_t messages) {
    intake.add_credit(messages);
    if (source != nullptr && adapter_ != nullptr) source->credit(adapter_->self, messages);
}

void Services::log(std::uint32_t level, std::string_view text) {
    if (level < setup.log_level) return;
    bus::Frame frame(Op::log);
    auto fields = frame.fields();
    fields.fixed(level);
    fields.text(text.substr(0, 16 * 1024));
    to_host.send(std::move(frame));
}

void Services::report_breach(const std::string& text) {
    log(CROSSDOCK_LOG_ERROR, "plugin " + setup.settings.plugin + " broke the contract: " + text);
}

void Services::enter_lane() const { lane_of = this; }
bool Services::on_lane() const { return lane_of == this; }

const std::vector<std::string>* Services::values(std::string_view property) const {
    const auto found = values_.find(property);
    return found == values_.end() ? nullptr : &found->second;
}

bool Services::is_sensitive(std::string_view property) const {
    return std::find(sensitive_.begin(), sensitive_.end(), property) != sensitive_.end();
}

}  // namespace crossdock::plugins
