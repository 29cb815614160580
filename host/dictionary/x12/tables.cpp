#include "host/dictionary/x12/tables.hpp"

#include <algorithm>

namespace crossdock::dictionary::x12 {

const std::vector<std::string>& table_names() {
    static const std::vector<std::string> names{"SETHEAD.TXT", "SETDETL.TXT", "SEGHEAD.TXT",
                                                "SEGDETL.TXT", "COMHEAD.TXT", "COMDETL.TXT",
                                                "ELEHEAD.TXT", "ELEDETL.TXT", "FREEFORM.TXT"};
    return names;
}

bool is_required(std::string_view table) {
    return table != "COMHEAD.TXT" && table != "COMDETL.TXT" && table != "FREEFORM.TXT";
}

bool read_maximum(std::string_view text, std::uint32_t& maximum) {
    if (text.starts_with('>')) {
        maximum = no_limit;
        return text.size() == 1 || text == ">1";
    }
    return all_digits(text) && read_number(text, maximum) && maximum != 0;
}

Status read_tables(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over) {
    CROSSDOCK_TRY(read_shapes(tables, dictionary, passed_over));
    if (const auto free_form = tables.find("FREEFORM.TXT"); free_form != tables.end()) {
        CROSSDOCK_TRY(read_free_form(free_form->second, dictionary, passed_over));
    } else {
        passed_over.push_back({"FREEFORM.TXT", 0, "it is not there: no code lists and no relational notes"});
    }
    return read_sets(tables, dictionary, passed_over);
}

}  // namespace crossdock::dictionary::x12
