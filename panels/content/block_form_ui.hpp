#pragma once
// The form of one block, made from the description of its type: a field of api-client/content/blocks.cpp is a
// field here. Frame thread.

#include <map>
#include <string>
#include <vector>

#include "panels/content/editor_view.hpp"
#include "panels/panel.hpp"

namespace stadtpult::panels::pages {

/// A field that asks for a file of the media library.
struct MediaWish {
  bool asked = false;
  bool pictures_only = false;
  std::string block;
  std::vector<std::pair<std::string, std::string>> within;  ///< as BlockForm's places
  std::string field, current;
};

class BlockForm {
 public:
  [[nodiscard]] MediaWish& media_wish() { return media_wish_; }
  /// Draws the fields of the block; what is typed becomes steps of the editor. `language` is the one that is
  /// written; beside another one stands the German text.
  void draw(const World& world, Editor& editor, const content::Block& block, const std::string& language);
  /// Title and summary of the page.
  void draw_page(const World& world, Editor& editor, const std::string& language);
  /// What was typed and is no value yet (half a number) is forgotten: another block is open.
  void clear() { typed_.clear(); }

 private:
  struct Place {
    std::string block;                                        ///< id
    std::vector<std::pair<std::string, std::string>> within;  ///< list and id of the entry, outermost first
    [[nodiscard]] std::string path() const;
  };
  using Fields = std::span<const content::BlockField>;
  void fields(const content::Record& record, Fields all, const Place& place);
  void field(const content::Record& record, const content::BlockField& field, const Place& place);
  void text(const content::Record& record, const content::BlockField& field, const Place& place);
  void localized(const std::string& path, const std::string& label, const contract::LocalizedText& words,
                 bool multiline, std::size_t most, bool required,
                 const std::function<contract::LocalizedText&(PageText&)>& in);
  void choice(const content::Record& record, const content::BlockField& field, const Place& place);
  void number(const content::Record& record, const content::BlockField& field, const Place& place);
  void app(const content::Record& record, const content::BlockField& field, const Place& place);
  void media(const content::Record& record, const content::BlockField& field, const Place& place);
  void items(const content::Record& record, const content::BlockField& field, const Place& place);
  void visibility(const content::Block& block);
  void moment(const content::Block& block, const char* name, base::Timestamp content::Block::*member);
  void set_value(const Place& place, const content::BlockField& field, const std::string& value,
                 bool one_step);

  const World* world_ = nullptr;
  Editor* editor_ = nullptr;
  std::string type_, language_;
  MediaWish media_wish_;
  std::map<std::string, std::string> typed_;  ///< by path: numbers and moments while they are typed
};

/// The record at this place; nullptr where it is gone.
content::Record* record_at(content::Document& document, const std::string& block,
                           const std::vector<std::pair<std::string, std::string>>& within);

}  // namespace stadtpult::panels::pages
