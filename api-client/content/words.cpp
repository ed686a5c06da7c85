#include "api-client/content/words.hpp"

#include <array>

namespace stadtpult::content {
namespace {

struct Word {
  std::string_view key;
  std::array<std::string_view, 4> in;  ///< de, en, tr, uk
};
constexpr std::string_view kTags[] = {"de", "en", "tr", "uk"};

constexpr Word kWords[] = {
    {"module.24", {"Auf einen Blick", "At a glance", "Bir bakışta", "Коротко"}},
    {"module.05", {"Kurz erklärt", "In short", "Kısaca", "Стисло"}},
    {"module.06", {"Beschreibung", "Description", "Açıklama", "Опис"}},
    {"module.09", {"Voraussetzungen", "Requirements", "Koşullar", "Умови"}},
    {"module.08",
     {"Erforderliche Unterlagen", "Documents you need", "Gerekli belgeler", "Необхідні документи"}},
    {"module.11", {"So läuft es ab", "How it works", "İşlem nasıl yürür", "Як це відбувається"}},
    {"module.14", {"Formulare", "Forms", "Formlar", "Бланки"}},
    {"module.deadline", {"Fristen", "Deadlines", "Süreler", "Строки"}},
    {"module.costs", {"Kosten", "Costs", "Ücretler", "Вартість"}},
    {"module.duration", {"Bearbeitungsdauer", "Processing time", "İşlem süresi", "Термін розгляду"}},
    {"module.written_form", {"Schriftform", "Written form", "Yazılı şekil", "Письмова форма"}},
    {"module.16", {"Hinweise", "Notes", "Notlar", "Примітки"}},
    {"module.25", {"Rechtsbehelf", "Legal remedy", "Hukuki başvuru", "Оскарження"}},
    {"module.07", {"Rechtsgrundlagen", "Legal basis", "Yasal dayanak", "Правова основа"}},
    {"module.15", {"Weitere Informationen", "Further information", "Ek bilgiler", "Додаткова інформація"}},
    {"module.22", {"Zuständige Stelle", "Responsible office", "Yetkili makam", "Відповідальна установа"}},
    {"module.23", {"Ansprechpunkt", "Contact point", "Başvuru yeri", "Куди звернутися"}},
    {"module.18", {"Urheber", "Author", "Yazar", "Автор"}},
    {"module.approval",
     {"Fachliche Freigabe", "Approved by the specialist office", "Uzman onayı", "Фахове погодження"}},
    {"notice.info", {"Hinweis", "Note", "Bilgi", "Примітка"}},
    {"notice.important", {"Wichtig", "Important", "Önemli", "Важливо"}},
    {"notice.warning", {"Warnung", "Warning", "Uyarı", "Увага"}},
    {"close", {"Schließen", "Close", "Kapat", "Закрити"}},
    {"hours", {"Öffnungszeiten", "Opening hours", "Açılış saatleri", "Години роботи"}},
    {"closed", {"geschlossen", "closed", "kapalı", "зачинено"}},
    {"open", {"geöffnet", "open", "açık", "відчинено"}},
    {"to", {"bis", "to", "–", "–"}},
    {"and", {"und", "and", "ve", "та"}},
    {"clock", {" Uhr", "", "", ""}},
    {"day.Mo", {"Montag", "Monday", "Pazartesi", "понеділок"}},
    {"day.Tu", {"Dienstag", "Tuesday", "Salı", "вівторок"}},
    {"day.We", {"Mittwoch", "Wednesday", "Çarşamba", "середа"}},
    {"day.Th", {"Donnerstag", "Thursday", "Perşembe", "четвер"}},
    {"day.Fr", {"Freitag", "Friday", "Cuma", "п’ятниця"}},
    {"day.Sa", {"Samstag", "Saturday", "Cumartesi", "субота"}},
    {"day.Su", {"Sonntag", "Sunday", "Pazar", "неділя"}},
    {"day.PH", {"Feiertage", "public holidays", "resmî tatil günleri", "святкові дні"}},
    {"always", {"Rund um die Uhr", "Day and night", "Günün her saati", "Цілодобово"}},
    {"phone", {"Telefon", "Phone", "Telefon", "Телефон"}},
    {"email", {"E-Mail", "Email", "E-posta", "Ел. пошта"}},
    {"website", {"Internetseite", "Website", "Web sitesi", "Вебсайт"}},
    {"on_map", {"Auf der Karte zeigen", "Show on the map", "Haritada göster", "Показати на мапі"}},
    {"send", {"Absenden", "Send", "Gönder", "Надіслати"}},
    {"required", {"Pflichtfeld", "required", "zorunlu", "обов’язково"}},
    {"choose", {"Bitte wählen", "Please choose", "Lütfen seçin", "Оберіть"}},
    {"only_if",
     {"Nur ausfüllen, wenn bei „{}“ gilt: {}", "Fill in only where “{}” is: {}",
      "Yalnızca “{}” şu ise doldurun: {}", "Заповнюйте, лише якщо «{}»: {}"}},
    {"book", {"Termin vereinbaren", "Book an appointment", "Randevu al", "Записатися"}},
    {"payment.needs",
     {"Die Bezahlung in der City-App ist noch nicht angeschlossen.",
      "Payment in the city app is not connected yet.", "City-App’te ödeme henüz bağlı değil.",
      "Оплату в City-App ще не підключено."}},
    {"amount", {"Betrag", "Amount", "Tutar", "Сума"}},
    {"purpose", {"Verwendungszweck", "Reference", "Açıklama", "Призначення"}},
    {"survey.needs",
     {"Die Umfrage ist noch nicht eröffnet.", "The survey has not been opened yet.", "Anket henüz açılmadı.",
      "Опитування ще не відкрито."}},
    {"departures", {"Abfahrten", "Departures", "Kalkışlar", "Відправлення"}},
    {"departures.needs",
     {"Die Fahrplanauskunft ist noch nicht angeschlossen.", "The timetable service is not connected yet.",
      "Sefer bilgisi henüz bağlı değil.", "Розклад ще не підключено."}},
    {"unknown_block",
     {"Dieser Inhalt lässt sich hier nicht anzeigen.", "This content cannot be shown here.",
      "Bu içerik burada gösterilemiyor.", "Цей вміст неможливо показати тут."}},
    {"home", {"Start", "Home", "Ana sayfa", "Головна"}},
    {"categories", {"Rubriken", "Categories", "Konular", "Рубрики"}},
    {"news", {"Neuigkeiten", "News", "Haberler", "Новини"}},
    {"news.none",
     {"Zurzeit gibt es keine Neuigkeiten.", "There is no news at the moment.", "Şu anda haber yok.",
      "Наразі новин немає."}},
    {"search", {"Suche", "Search", "Arama", "Пошук"}},
    {"search.label",
     {"Wonach suchen Sie?", "What are you looking for?", "Ne arıyorsunuz?", "Що ви шукаєте?"}},
    {"search.none",
     {"Zu „{}“ gibt es keine Treffer.", "Nothing was found for “{}”.", "“{}” için sonuç yok.",
      "За запитом «{}» нічого не знайдено."}},
    {"search.found", {"Treffer", "Results", "Sonuçlar", "Результати"}},
    {"languages", {"Sprache", "Language", "Dil", "Мова"}},
    {"miniapps", {"Mini-Apps", "Mini-apps", "Mini uygulamalar", "Мінізастосунки"}},
    {"pages", {"Seiten", "Pages", "Sayfalar", "Сторінки"}},
    {"skip", {"Zum Inhalt springen", "Skip to content", "İçeriğe geç", "Перейти до вмісту"}},
    {"not_found",
     {"Diese Seite gibt es nicht.", "There is no such page.", "Böyle bir sayfa yok.",
      "Такої сторінки немає."}},
    {"empty",
     {"Hier steht noch nichts.", "There is nothing here yet.", "Burada henüz bir şey yok.",
      "Тут ще нічого немає."}},
    {"offline",
     {"Keine Verbindung. Bereits geöffnete Seiten können Sie weiter lesen.",
      "No connection. Pages that you have opened before can still be read.",
      "Bağlantı yok. Daha önce açtığınız sayfaları okuyabilirsiniz.",
      "Немає з’єднання. Раніше відкриті сторінки можна читати."}},
    {"form.sent",
     {"Ihre Nachricht ist angekommen.", "Your message has arrived.", "Mesajınız ulaştı.",
      "Ваше повідомлення отримано."}},
    {"form.number", {"Vorgangsnummer", "Reference number", "İşlem numarası", "Номер звернення"}},
    {"form.wrong",
     {"Bitte prüfen Sie Ihre Angaben.", "Please check what you entered.",
      "Lütfen bilgilerinizi kontrol edin.", "Перевірте введені дані."}},
    {"form.missing", {"„{}“ fehlt noch.", "“{}” is missing.", "“{}” eksik.", "Не заповнено «{}»."}},
    {"form.bad_number",
     {"„{}“ muss eine Zahl sein.", "“{}” must be a number.", "“{}” bir sayı olmalı.",
      "«{}» має бути числом."}},
    {"form.range",
     {"„{}“ liegt nicht im erlaubten Bereich.", "“{}” is out of range.", "“{}” izin verilen aralıkta değil.",
      "«{}» поза допустимими межами."}},
    {"form.bad_date",
     {"„{}“ muss ein Datum sein.", "“{}” must be a date.", "“{}” bir tarih olmalı.", "«{}» має бути датою."}},
    {"form.pattern",
     {"„{}“ hat nicht die erwartete Form.", "“{}” does not have the expected form.",
      "“{}” beklenen biçimde değil.", "«{}» має неправильний формат."}},
    {"form.choice",
     {"Bei „{}“ wählen Sie bitte eine der Möglichkeiten.", "Please choose one of the options for “{}”.",
      "“{}” için seçeneklerden birini seçin.", "Оберіть варіант для «{}»."}},
    {"form.too_long", {"„{}“ ist zu lang.", "“{}” is too long.", "“{}” çok uzun.", "«{}» задовге."}},
    {"form.broken",
     {"„{}“ ist nicht richtig angekommen.", "“{}” did not arrive as it should.",
      "“{}” doğru şekilde ulaşmadı.", "«{}» надійшло неправильно."}},
    {"form.twice",
     {"„{}“ wurde mehrmals gesendet.", "“{}” was sent more than once.", "“{}” birden fazla kez gönderildi.",
      "«{}» надіслано кілька разів."}},
    {"form.kept_a_day",
     {"Ihre Angaben werden nach einem Tag gelöscht.", "What you send is erased after one day.",
      "Bilgileriniz bir gün sonra silinir.", "Ваші дані буде видалено через один день."}},
    {"form.kept_days",
     {"Ihre Angaben werden nach {} Tagen gelöscht.", "What you send is erased after {} days.",
      "Bilgileriniz {} gün sonra silinir.", "Ваші дані буде видалено через {} дн."}},
    {"file.hint",
     {"{}, höchstens {} MB.", "{}, at most {} MB.", "{}, en fazla {} MB.", "{}, щонайбільше {} МБ."}},
    {"file.again",
     {"Bitte wählen Sie „{}“ noch einmal aus.", "Please choose “{}” again.",
      "Lütfen “{}” dosyasını yeniden seçin.", "Виберіть «{}» ще раз."}},
    {"file.too_large",
     {"Bei „{}“ ist die Datei zu groß. Höchstens {} MB sind möglich.",
      "The file for “{}” is too large. At most {} MB are possible.",
      "“{}” için dosya çok büyük. En fazla {} MB olabilir.",
      "Файл для «{}» завеликий. Можна щонайбільше {} МБ."}},
    {"file.kind",
     {"Bei „{}“ sind nur diese Dateien möglich: {}.", "For “{}” only these files are possible: {}.",
      "“{}” için yalnızca şu dosyalar olabilir: {}.", "Для «{}» можна лише такі файли: {}."}},
    {"file.empty",
     {"Bei „{}“ ist die Datei leer.", "The file for “{}” is empty.", "“{}” için dosya boş.",
      "Файл для «{}» порожній."}},
    {"file.refused",
     {"Bei „{}“ lässt sich die Datei nicht annehmen: Sie ist beschädigt, geschützt oder enthält mehr als ein "
      "Bild oder Text. Speichern Sie sie neu und versuchen Sie es noch einmal.",
      "The file for “{}” cannot be taken: it is damaged, protected or holds more than a picture or text. "
      "Please save it anew and try again.",
      "“{}” için dosya kabul edilemiyor: bozuk, korumalı ya da resim veya metinden fazlasını içeriyor. "
      "Dosyayı yeniden kaydedip tekrar deneyin.",
      "Файл для «{}» неможливо прийняти: він пошкоджений, захищений або містить більше, ніж зображення чи "
      "текст. Збережіть його ще раз і спробуйте знову."}},
    {"error.elsewhere",
     {"Vielleicht finden Sie auf der Startseite, was Sie suchen.",
      "You may find what you are looking for on the start page.", "Aradığınızı ana sayfada bulabilirsiniz.",
      "Можливо, потрібне ви знайдете на головній сторінці."}},
    {"error.too_large",
     {"Das ist zu viel auf einmal.", "This is too much at once.", "Bu bir seferde çok fazla.",
      "Це забагато за один раз."}},
    {"error.shorter",
     {"Ihre Angaben wurden nicht gesendet. Kürzen Sie Ihren Text oder wählen Sie kleinere Dateien, und "
      "senden "
      "Sie noch einmal.",
      "What you entered was not sent. Please shorten your text or choose smaller files, and send it again.",
      "Bilgileriniz gönderilmedi. Lütfen metninizi kısaltın ya da daha küçük dosyalar seçip yeniden "
      "gönderin.",
      "Ваші дані не надіслано. Скоротіть текст або виберіть менші файли та надішліть ще раз."}},
    {"error.form",
     {"Das Formular ist nicht richtig angekommen.", "The form did not arrive as it should.",
      "Form doğru şekilde ulaşmadı.", "Форма надійшла неправильно."}},
    {"error.open_again",
     {"Öffnen Sie die Seite noch einmal und füllen Sie das Formular dort aus.",
      "Please open the page again and fill in the form there.",
      "Lütfen sayfayı yeniden açın ve formu orada doldurun.",
      "Відкрийте сторінку ще раз і заповніть форму там."}},
    {"error.busy",
     {"Von Ihrem Anschluss kommen gerade zu viele Anfragen.",
      "Too many requests come from your connection at the moment.",
      "Bağlantınızdan şu anda çok fazla istek geliyor.", "З вашого підключення надходить забагато запитів."}},
    {"error.wait",
     {"Warten Sie einen Augenblick und versuchen Sie es noch einmal.", "Please wait a moment and try again.",
      "Lütfen biraz bekleyip yeniden deneyin.", "Зачекайте трохи та спробуйте ще раз."}},
    {"error.failed",
     {"Das hat gerade nicht geklappt.", "That did not work just now.", "Bu şu anda olmadı.",
      "Зараз це не вдалося."}},
    {"error.later",
     {"Es wurde nichts gespeichert. Versuchen Sie es in einigen Minuten noch einmal.",
      "Nothing was saved. Please try again in a few minutes.",
      "Hiçbir şey kaydedilmedi. Lütfen birkaç dakika sonra yeniden deneyin.",
      "Нічого не збережено. Спробуйте ще раз за кілька хвилин."}},
    {"form.back", {"Zurück zur Seite", "Back to the page", "Sayfaya dön", "Назад до сторінки"}},
};

struct Language {
  std::string_view tag, name;
};
constexpr Language kLanguages[] = {
    {"de", "Deutsch"},    {"de-simple", "Leichte Sprache"},
    {"en", "English"},    {"tr", "Türkçe"},
    {"uk", "Українська"}, {"fr", "Français"},
    {"pl", "Polski"},     {"ru", "Русский"},
    {"it", "Italiano"},   {"es", "Español"},
    {"ro", "Română"},     {"hr", "Hrvatski"},
    {"bg", "Български"},  {"el", "Ελληνικά"},
    {"nl", "Nederlands"}, {"pt", "Português"},
};

}  // namespace

std::string_view word(std::string_view key, std::string_view language) {
  const auto primary = language.substr(0, language.find('-'));
  for (const auto& each : kWords) {
    if (each.key != key) continue;
    for (std::size_t i = 0; i < each.in.size(); ++i)
      if (primary == kTags[i]) return each.in[i];
    return each.in[0];
  }
  return key;
}

std::string_view language_name(std::string_view tag) {
  for (const auto& each : kLanguages)
    if (each.tag == tag) return each.name;
  return tag;
}

}  // namespace stadtpult::content
