// Flow files to flat steps.
#include <crossdock/adapter.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "host/flow/flow.hpp"
#include "host/partner/acknowledgement_type.hpp"

namespace crossdock::flow {

namespace {

// Compiles one file. Elements are read in order; the blocks of `choose` and `in-order` become jumps.
class Compiler {
public:
    Compiler(const XmlFile& file, site::Deployment& deployment, std::vector<Error>& errors)
        : file_(file), deployment_(deployment), errors_(errors), flow_(std::make_unique<Flow>()) {}

    std::unique_ptr<const Flow> compile() {
        ElementReader root(file_, file_.root(), errors_);
        if (root.element() != "flow")
            root.mistake("flow.root", fmt::format("a flow file begins with <flow>, not <{}>", root.element()));
        flow_->name = root.required("name");
        flow_->version = root.required("version");
        flow_->position = root.position();
        std::vector<ElementReader> children = root.all_children();
        root.finish();
        if (children.empty() || children.front().element() != "on") {
            root.mistake("flow.no-event", "a flow begins with <on event=\"…\"/>, the event that starts it");
            return nullptr;
        }
        read_on(children.front());
        // Every step would be wrong for that one reason.
        if (flow_->type == nullptr) return nullptr;
        children.erase(children.begin());
        read_steps(children, "");
        return errors_.empty() ? std::move(flow_) : nullptr;
    }

private:
    void read_on(ElementReader& on) {
        flow_->topic = on.required("event");
        const std::string document = on.optional("document", document_of(flow_->topic));
        flow_->type = deployment_.type(document, on.position("event"), errors_);
        on.finish();
    }

    // An event carries the document that its name begins with: `order.received/1` an `order/1`.
    static std::string document_of(const std::string& topic) {
        const auto dot = topic.find('.');
        const auto slash = topic.rfind('/');
        return topic.substr(0, dot) + (slash == std::string::npos ? "" : topic.substr(slash));
    }

    mapping::ExpressionScope scope() {
        named_.clear();
        for (std::size_t index = 0; index < flow_->documents.size(); ++index)
            named_.push_back({flow_->documents[index], document_types_[index]});
        mapping::ExpressionScope scope;
        scope.type = flow_->type;
        scope.documents = named_;
        scope.tables = &deployment_.tables();
        return scope;
    }

    template <typename Compiled>
    std::optional<Compiled> kept(Result<Compiled> compiled) {
        if (compiled.ok()) return std::move(compiled).value();
        errors_.push_back(std::move(compiled).error());
        return std::nullopt;
    }

    std::optional<mapping::Template> read_template(ElementReader& element, const char* attribute) {
        const std::string text = element.required(attribute);
        if (text.empty()) return std::nullopt;
        return kept(mapping::compile_template(text, scope(), element.position(attribute, true)));
    }

    std::optional<mapping::Expression> read_test(ElementReader& element) {
        const std::string text = element.required("test");
        if (text.empty()) return std::nullopt;
        auto test = kept(mapping::compile_expression(text, scope(), element.position("test", true)));
        if (test && !test->is_test()) {
            element.mistake("test", "flow.not-a-test", "this is not a yes or no; compare it with something");
            return std::nullopt;
        }
        return test;
    }

    std::size_t add_document(ElementReader& element, const char* attribute, const schema::Type* type) {
        const std::string name = element.required(attribute);
        if (std::find(flow_->documents.begin(), flow_->documents.end(), name) != flow_->documents.end())
            element.mistake(attribute, "flow.document-twice",
                            fmt::format("a document '{}' is made already; choose another name", name));
        flow_->documents.push_back(name);
        document_types_.push_back(type);
        return flow_->documents.size() - 1;
    }

    // A map from this flow's document; null when the attribute is missing or the map is wrong.
    const mapping::Map* read_map(ElementReader& element, const char* attribute) {
        if (!element.has(attribute)) return nullptr;
        const mapping::Map* map = deployment_.map(element.optional(attribute), element.position(attribute), errors_);
        if (map != nullptr && flow_->type != nullptr && map->from() != flow_->type->name)
            element.mistake(
                attribute, "flow.map-does-not-fit",
                fmt::format("map {} reads {}, and this flow works on {}", map->name(), map->from(), flow_->type->name));
        return map;
    }

    std::string read_adapter(ElementReader& element, const char* attribute, std::uint32_t interface) {
        std::string name = element.required(attribute);
        if (!name.empty()) deployment_.check_adapter(name, interface, element.position(attribute), errors_);
        return name;
    }

    void check_operation(ElementReader& element, const CallStep& step) {
        if (deployment_.catalog() == nullptr || step.operation.empty()) return;
        const auto known = deployment_.catalog()->operations(step.service);
        if (!known || std::find(known->begin(), known->end(), step.operation) != known->end()) return;
        element.mistake("operation", "flow.unknown-operation",
                        fmt::format("the service {} has no operation '{}'; it has {}", step.service, step.operation,
                                    known->empty() ? "none" : fmt::format("{}", fmt::join(*known, ", "))));
    }

    std::string read_retry(ElementReader& element) {
        std::string name = element.optional("retry");
        if (!name.empty() && deployment_.config().retries.find(name) == deployment_.config().retries.end())
            element.mistake("retry", "flow.unknown-retry",
                            fmt::format("crossdock.xml has no <retry name=\"{}\">", name));
        return name;
    }

    template <typename What>
    StepIndex add(const std::string& path, const ElementReader& element, What what) {
        flow_->steps.push_back(Step{path, element.position(), std::move(what)});
        return static_cast<StepIndex>(flow_->steps.size() - 1);
    }

    [[nodiscard]] StepIndex next() const { return static_cast<StepIndex>(flow_->steps.size()); }

    void read_steps(std::vector<ElementReader>& elements, const std::string& parent) {
        std::size_t number = 0;
        for (ElementReader& element : elements)
            read_step(element, fmt::format("{}{}{}", parent, parent.empty() ? "" : ".", ++number));
    }

    // A step's own name, so that it is the same step in the next version of the flow, wherever it stands there.
    std::string read_id(ElementReader& element, const std::string& place) {
        if (!element.has("id")) return place;
        std::string id = element.optional("id");
        const bool good = !id.empty() && id.front() >= 'a' && id.front() <= 'z' &&
                          id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
        if (!good)
            element.mistake(
                "id", "flow.step-id",
                fmt::format("'{}' is no id; begin with a small letter, and go on with small letters, digits "
                            "and hyphens",
                            id));
        else if (!ids_.insert(id).second)
            element.mistake("id", "flow.step-id-twice", fmt::format("there are two steps '{}'; rename one", id));
        return id;
    }

    void read_step(ElementReader& element, const std::string& place) {
        const std::string_view name = element.element();
        const std::string path = read_id(element, place);
        if (name == "once") return read_once(element, path);
        if (name == "validate") return read_validate(element, path);
        if (name == "map") return read_map_step(element, path);
        if (name == "call") return read_call(element, path);
        if (name == "choose") return read_choose(element, path);
        if (name == "publish") return read_publish(element, path);
        if (name == "send") return read_send(element, path);
        if (name == "in-order") return read_in_order(element, path);
        if (name == "park") return read_park(element, path);
        element.mistake("flow.unknown-step",
                        fmt::format("<{}> is no step; known are once, validate, map, call, choose, publish, send, "
                                    "in-order and park",
                                    name));
    }

    void read_once(ElementReader& element, const std::string& path) {
        auto key = read_template(element, "key");
        const std::int64_t keep_ms = element.duration_ms("keep", "400d");
        element.finish();
        if (key) add(path, element, OnceStep{std::move(*key), keep_ms});
    }

    void read_validate(ElementReader& element, const std::string& path) {
        ValidateStep step{deployment_.type(element.required("schema"), element.position("schema"), errors_)};
        element.finish();
        add(path, element, step);
    }

    void read_map_step(ElementReader& element, const std::string& path) {
        MapStep step;
        step.map = read_map(element, "with");
        if (!element.has("with")) static_cast<void>(element.required("with"));
        step.into =
            add_document(element, "into", step.map == nullptr ? nullptr : deployment_.find_type(step.map->to()));
        element.finish();
        add(path, element, step);
    }

    void read_call(ElementReader& element, const std::string& path) {
        CallStep step;
        step.service = read_adapter(element, "service", CROSSDOCK_INTERFACE_SERVICE);
        step.operation = element.required("operation");
        check_operation(element, step);
        step.request = read_map(element, "request");
        if (element.has("into")) {
            const schema::Type* type = nullptr;
            if (element.has("response"))
                type = deployment_.type(element.optional("response"), element.position("response"), errors_);
            step.into = add_document(element, "into", type);
        }
        step.retry = read_retry(element);
        if (element.has("timeout")) step.timeout_ms = static_cast<std::uint32_t>(element.duration_ms("timeout", "0"));
        element.finish();
        add(path, element, std::move(step));
    }

    void read_choose(ElementReader& element, const std::string& path) {
        const StepIndex choose = add(path, element, ChooseStep{});
        std::vector<StepIndex> ends;
        std::vector<ChooseStep::Branch> branches;
        bool has_when = false;
        bool has_otherwise = false;
        std::size_t number = 0;
        std::vector<ElementReader> children = element.all_children();
        element.finish();
        StepIndex otherwise = 0;
        for (ElementReader& child : children) {
            const std::string below = fmt::format("{}.{}", path, ++number);
            if (has_otherwise) child.mistake("flow.after-otherwise", "nothing may follow <otherwise> inside <choose>");
            if (child.element() == "when") {
                has_when = true;
                auto test = read_test(child);
                if (test) branches.push_back({std::move(*test), next()});
            } else if (child.element() == "otherwise") {
                has_otherwise = true;
                otherwise = next();
            } else {
                child.mistake("flow.in-choose",
                              fmt::format("<choose> holds <when> and <otherwise>, not <{}>", child.element()));
            }
            std::vector<ElementReader> steps = child.all_children();
            child.finish();
            read_steps(steps, below);
            ends.push_back(add(below + ".end", child, JumpStep{}));
        }
        if (!has_when) element.mistake("flow.empty-choose", "<choose> needs at least one <when test=\"…\">");
        for (const StepIndex end : ends) std::get<JumpStep>(flow_->steps[end].what).target = next();
        auto& step = std::get<ChooseStep>(flow_->steps[choose].what);
        step.branches = std::move(branches);
        step.otherwise = has_otherwise ? otherwise : next();
    }

    void read_publish(ElementReader& element, const std::string& path) {
        PublishStep step{element.required("event")};
        element.finish();
        add(path, element, std::move(step));
    }

    void read_send(ElementReader& element, const std::string& path) {
        static constexpr std::array<std::string_view, 2> groupings{"each", "interchange"};
        SendStep step;
        const std::string to = element.required("to");
        step.to_partner = to == "partner";
        step.map = read_map(element, "map");
        step.retry = read_retry(element);
        if (step.to_partner) {
            step.document = element.required("document");
            step.if_agreed = element.yes_no("if-agreed", false);
            const std::string made = step.map != nullptr      ? step.map->to()
                                     : flow_->type != nullptr ? flow_->type->name
                                                              : "";
            const bool map_is_wrong = step.map == nullptr && element.has("map");
            if (!map_is_wrong && !step.document.empty() && !made.empty() && made != step.document)
                element.mistake("document", "flow.map-does-not-fit",
                                fmt::format("this makes {}, and {} is to be sent; name a map", made, step.document));
        } else {
            step.adapter = read_adapter(element, "to", CROSSDOCK_INTERFACE_SINK);
            step.format = read_adapter(element, "format", CROSSDOCK_INTERFACE_FORMAT);
            const bool map_is_wrong = step.map == nullptr && element.has("map");
            if (!map_is_wrong)
                deployment_.check_format_type(step.format, step.map != nullptr ? step.map->to() : flow_->type->name,
                                              element.position("format"), errors_);
        }
        step.together = element.choice("together", groupings) == "interchange" ? Together::interchange : Together::each;
        for (ElementReader& option : element.children("option")) {
            step.options.emplace_back(option.required("name"), option.required("value"));
            option.finish();
        }
        element.finish();
        add(path, element, std::move(step));
    }

    void read_in_order(ElementReader& element, const std::string& path) {
        static constexpr std::array<std::string_view, 2> policies{"hold", "skip"};
        if (in_order_) element.mistake("flow.nested-in-order", "<in-order> cannot stand inside <in-order>");
        in_order_ = true;
        auto key = read_template(element, "by");
        const bool hold = element.choice("on-park", policies) == "hold";
        std::vector<ElementReader> children = element.all_children();
        element.finish();
        if (key) {
            const StepIndex enter = add(path, element, EnterStep{std::move(*key), hold, 0});
            read_steps(children, path);
            std::get<EnterStep>(flow_->steps[enter].what).leave = add(path + ".end", element, LeaveStep{});
        }
        in_order_ = false;
    }

    void read_park(ElementReader& element, const std::string& path) {
        auto reason = read_template(element, "reason");
        element.finish();
        if (reason) add(path, element, ParkStep{std::move(*reason)});
    }

    const XmlFile& file_;
    site::Deployment& deployment_;
    std::vector<Error>& errors_;
    std::unique_ptr<Flow> flow_;
    std::vector<const schema::Type*> document_types_;
    std::vector<mapping::ExpressionScope::NamedDocument> named_;
    std::set<std::string> ids_;
    bool in_order_ = false;
};

// What comes under a topic must be what the flows that begin with it work on.
void check_topic(const FlowSet& flows, const std::string& topic, std::string_view type, const std::string& what,
                 const Position& position, std::vector<Error>& errors) {
    for (const Flow* flow : flows.subscribers(topic))
        if (flow->type->name != type)
            errors.push_back(Error{"flow.topic-type", ErrorClass::configuration,
                                   fmt::format("{}, {}, comes under {}, and flow {} takes that as {}; choose another "
                                               "event, or correct document=\"…\" of <on> in that flow",
                                               what, type, topic, flow->name, flow->type->name)}
                                 .at(position));
}

void check_topics(const FlowSet& flows, const site::Deployment& deployment, std::vector<Error>& errors) {
    for (const auto& partner : deployment.partners().partners())
        for (const auto& agreement : partner->agreements) {
            for (const partner::Receive& receive : agreement->receives)
                if (const mapping::Map* map = deployment.find_map(receive.map))
                    check_topic(flows, receive.publish, map->to(), fmt::format("what map {} makes", map->name()),
                                receive.position, errors);
            for (const partner::Send& send : agreement->sends)
                if (!send.overdue.empty())
                    check_topic(flows, send.overdue, partner::acknowledgement_type, "what is overdue", send.position,
                                errors);
        }
    for (const auto& flow : flows.flows())
        for (const Step& step : flow->steps)
            if (const auto* publish = std::get_if<PublishStep>(&step.what))
                check_topic(flows, publish->topic, flow->type->name, "what this publishes", step.position, errors);
}

}  // namespace

std::shared_ptr<const FlowSet> FlowSet::compile(std::shared_ptr<site::Deployment> deployment,
                                                std::vector<Error>& errors) {
    auto set = std::make_shared<FlowSet>();
    std::set<std::string> names;
    for (const site::FlowFile& file : deployment->flows()) {
        std::vector<Error> mistakes;
        auto flow = Compiler(*file.xml, *deployment, mistakes).compile();
        if (flow != nullptr && !names.insert(flow->name).second)
            mistakes.push_back(Error{"flow.name-twice", ErrorClass::configuration,
                                     fmt::format("there are two flows called {}; give each its own name", flow->name)}
                                   .at(flow->position));
        if (flow != nullptr) set->flows_.push_back(std::move(flow));
        std::move(mistakes.begin(), mistakes.end(), std::back_inserter(errors));
    }
    check_topics(*set, *deployment, errors);
    set->deployment_ = std::move(deployment);
    return set;
}

const Flow* FlowSet::find(std::string_view name) const {
    for (const auto& flow : flows_)
        if (flow->name == name) return flow.get();
    return nullptr;
}

std::vector<const Flow*> FlowSet::subscribers(std::string_view topic) const {
    std::vector<const Flow*> found;
    for (const auto& flow : flows_)
        if (flow->topic == topic) found.push_back(flow.get());
    return found;
}

}  // namespace crossdock::flow
