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
    {"alerts", {"Wichtige Meldungen", "Important notices", "Önemli duyurular", "Важливі повідомлення"}},
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
    {"merchants", {"Geschäfte", "Shops", "İşletmeler", "Заклади"}},
    {"merchant.verified",
     {"Von der Stadt geprüft", "Checked by the city", "Belediye tarafından denetlendi", "Перевірено містом"}},
    {"merchant.not_verified",
     {"Noch nicht von der Stadt geprüft", "Not yet checked by the city", "Belediye henüz denetlemedi",
      "Ще не перевірено містом"}},
    {"merchant.offerings", {"Angebote", "Offers", "Sunulanlar", "Пропозиції"}},
    {"merchant.who", {"Wer das ist", "Who this is", "Kimdir", "Хто це"}},
    {"merchant.name", {"Name", "Name", "Ad", "Назва"}},
    {"merchant.address", {"Anschrift", "Address", "Adres", "Адреса"}},
    {"merchant.map", {"Auf der Karte zeigen", "Show on the map", "Haritada göster", "Показати на карті"}},
    {"merchant.phone", {"Telefon", "Telephone", "Telefon", "Телефон"}},
    {"merchant.email", {"E-Mail", "E-mail", "E-posta", "Електронна пошта"}},
    {"merchant.website", {"Website", "Website", "İnternet sitesi", "Вебсайт"}},
    {"merchant.register", {"Registereintrag", "Register entry", "Sicil kaydı", "Запис у реєстрі"}},
    {"merchant.certified",
     {"Bietet nach eigener Erklärung nur an, was dem Recht der Europäischen Union entspricht.",
      "Has declared to offer only what complies with the law of the European Union.",
      "Yalnızca Avrupa Birliği hukukuna uygun olanı sunduğunu beyan etmiştir.",
      "Заявляє, що пропонує лише те, що відповідає праву Європейського Союзу."}},
    {"merchant.open_now", {"Jetzt geöffnet", "Open now", "Şimdi açık", "Зараз відчинено"}},
    {"merchant.closed_now", {"Jetzt geschlossen", "Closed now", "Şimdi kapalı", "Зараз зачинено"}},
    {"merchant.open_until",
     {"Jetzt geöffnet, bis {}", "Open now, until {}", "Şimdi açık, kapanış {}", "Зараз відчинено, до {}"}},
    {"merchant.opens_at",
     {"Jetzt geschlossen, öffnet {}", "Closed now, opens at {}", "Şimdi kapalı, açılış {}",
      "Зараз зачинено, відчиняється {}"}},
    {"merchant.minutes", {"{} Minuten", "{} minutes", "{} dakika", "{} хв"}},
    {"merchant.free", {"kostenlos", "free of charge", "ücretsiz", "безкоштовно"}},
    {"merchant.from", {"ab {}", "from {}", "en az {}", "від {}"}},
    {"merchant.flat", {"pauschal", "flat", "toplam", "загалом"}},
    {"merchant.per.hour", {"pro Stunde", "per hour", "saat başına", "за годину"}},
    {"merchant.per.day", {"pro Tag", "per day", "gün başına", "за день"}},
    {"merchant.per.night", {"pro Nacht", "per night", "gece başına", "за ніч"}},
    {"merchant.per.person", {"pro Person", "per person", "kişi başına", "за особу"}},
    {"merchant.per.kilogram", {"pro kg", "per kg", "kg başına", "за кг"}},
    {"merchant.per.litre", {"pro Liter", "per litre", "litre başına", "за літр"}},
    {"merchant.per.metre", {"pro Meter", "per metre", "metre başına", "за метр"}},
    {"merchant.per.month", {"pro Monat", "per month", "ay başına", "за місяць"}},
    {"booking.title", {"Termin buchen", "Book a time", "Randevu al", "Записатися"}},
    {"booking.choose",
     {"Wählen Sie eine freie Zeit.", "Choose a free time.", "Boş bir saat seçin.", "Оберіть вільний час."}},
    {"booking.days", {"Weitere Tage", "More days", "Diğer günler", "Інші дні"}},
    {"booking.earlier", {"Frühere Tage", "Earlier days", "Önceki günler", "Раніші дні"}},
    {"booking.later", {"Spätere Tage", "Later days", "Sonraki günler", "Пізніші дні"}},
    {"booking.none",
     {"In diesen Tagen ist nichts frei.", "Nothing is free on these days.", "Bu günlerde boş yer yok.",
      "У ці дні вільного часу немає."}},
    {"booking.next",
     {"Die nächste freie Zeit: {}", "The next free time: {}", "Sonraki boş saat: {}",
      "Найближчий вільний час: {}"}},
    {"booking.closed",
     {"Hier kann zurzeit nichts gebucht werden.", "Nothing can be booked here at present.",
      "Burada şu anda randevu alınamıyor.", "Тут зараз не можна записатися."}},
    {"booking.other",
     {"Andere Zeit wählen", "Choose another time", "Başka bir saat seç", "Обрати інший час"}},
    {"booking.free", {"Freie Zeiten", "Free times", "Boş saatler", "Вільний час"}},
    {"booking.name", {"Ihr Name", "Your name", "Adınız", "Ваше ім’я"}},
    {"booking.email", {"E-Mail-Adresse", "E-mail address", "E-posta adresi", "Електронна адреса"}},
    {"booking.phone", {"Telefonnummer", "Telephone number", "Telefon numarası", "Номер телефону"}},
    {"booking.note",
     {"Nachricht (freiwillig)", "Message (optional)", "Mesaj (isteğe bağlı)",
      "Повідомлення (необов’язково)"}},
    {"booking.seats", {"Plätze", "Seats", "Kişi sayısı", "Кількість місць"}},
    {"booking.reach",
     {"Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an. Die Bestätigung kommt per E-Mail.",
      "Give an e-mail address or a telephone number. The confirmation comes by e-mail.",
      "Bir e-posta adresi ya da telefon numarası girin. Onay e-posta ile gelir.",
      "Вкажіть електронну адресу або номер телефону. Підтвердження надійде електронною поштою."}},
    {"booking.privacy",
     {"Ihre Angaben bekommt {} für diesen Termin. Sie werden 180 Tage danach gelöscht.",
      "{} gets what you enter, for this booking. It is deleted 180 days afterwards.",
      "Girdiğiniz bilgiler bu randevu için {} ile paylaşılır ve 180 gün sonra silinir.",
      "Ваші дані отримає {} для цього запису. Через 180 днів їх буде видалено."}},
    {"booking.send", {"Verbindlich buchen", "Book now", "Randevuyu onayla", "Записатися остаточно"}},
    {"booking.wrong",
     {"Bitte prüfen Sie Ihre Angaben.", "Please check what you entered.",
      "Lütfen girdiklerinizi kontrol edin.", "Перевірте введене."}},
    {"booking.taken",
     {"Diese Zeit ist nicht mehr frei. Bitte wählen Sie eine andere.",
      "This time is not free any more. Please choose another one.",
      "Bu saat artık boş değil. Lütfen başka bir saat seçin.", "Цей час уже зайнято. Оберіть інший."}},
    {"booking.wrong.name",
     {"Bitte geben Sie an, wer kommt.", "Please say who comes.", "Lütfen kimin geleceğini yazın.",
      "Вкажіть, хто прийде."}},
    {"booking.wrong.reach",
     {"Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.",
      "Please give an e-mail address or a telephone number.",
      "Lütfen bir e-posta adresi ya da telefon numarası girin.",
      "Вкажіть електронну адресу або номер телефону."}},
    {"booking.wrong.email",
     {"Das ist keine E-Mail-Adresse. Eine sieht aus wie name@example.org.",
      "That is no e-mail address. One looks like name@example.org.",
      "Bu bir e-posta adresi değil. Örnek: name@example.org.",
      "Це не електронна адреса. Приклад: name@example.org."}},
    {"booking.no_letter",
     {"Sie bekommen dazu keine E-Mail: An Ihre Adresse gehen heute schon sehr viele. Der Termin gilt "
      "trotzdem.",
      "You get no e-mail about it: your address gets very many today already. The booking holds all the "
      "same.",
      "Bununla ilgili e-posta almayacaksınız: adresinize bugün zaten çok fazla e-posta gidiyor. Randevunuz "
      "yine "
      "de geçerlidir.",
      "Ви не отримаєте про це електронного листа: на вашу адресу сьогодні вже надходить дуже багато. Запис "
      "однаково дійсний."}},
    {"booking.wrong.phone",
     {"Das ist keine Telefonnummer. Eine sieht aus wie +49 6241 123456.",
      "That is no telephone number. One looks like +49 6241 123456.",
      "Bu bir telefon numarası değil. Örnek: +49 6241 123456.",
      "Це не номер телефону. Приклад: +49 6241 123456."}},
    {"booking.wrong.long", {"Das ist zu lang.", "That is too long.", "Bu çok uzun.", "Це задовго."}},
    {"booking.wrong.seats",
     {"So viele Plätze sind nicht frei.", "So many seats are not free.", "Bu kadar boş yer yok.",
      "Стільки місць немає."}},
    {"booking.wrong.late",
     {"Dafür ist es zu spät.", "It is too late for that.", "Bunun için artık çok geç.",
      "Для цього вже пізно."}},
    {"booking.wrong.sure",
     {"Bitte bestätigen Sie, dass Sie den Termin absagen.", "Please confirm that you cancel the booking.",
      "Lütfen randevuyu iptal ettiğinizi onaylayın.", "Підтвердьте, що скасовуєте запис."}},
    {"booking.booked",
     {"Ihr Termin ist gebucht", "Your time is booked", "Randevunuz alındı", "Вас записано"}},
    {"booking.held",
     {"Ihr Termin ist noch nicht bestätigt", "Your booking is not confirmed yet",
      "Randevunuz henüz onaylanmadı", "Ваш запис ще не підтверджено"}},
    {"booking.cancelled",
     {"Ihr Termin ist abgesagt", "Your booking is cancelled", "Randevunuz iptal edildi",
      "Ваш запис скасовано"}},
    {"booking.over",
     {"Dieser Termin ist vorbei", "This booking is over", "Bu randevu sona erdi", "Цей запис завершено"}},
    {"booking.unknown",
     {"Diesen Termin gibt es nicht.", "There is no such booking.", "Böyle bir randevu yok.",
      "Такого запису немає."}},
    {"booking.when", {"Wann", "When", "Ne zaman", "Коли"}},
    {"booking.what", {"Was", "What", "Ne", "Що"}},
    {"booking.number", {"Buchungsnummer", "Booking number", "Randevu numarası", "Номер запису"}},
    {"booking.calendar",
     {"In den Kalender übernehmen (ICS)", "Add to the calendar (ICS)", "Takvime ekle (ICS)",
      "Додати до календаря (ICS)"}},
    {"booking.keep",
     {"Bewahren Sie die Adresse dieser Seite auf: Wer sie hat, kann den Termin ansehen, verschieben und "
      "absagen.",
      "Keep the address of this page: whoever has it can see, move and cancel the booking.",
      "Bu sayfanın adresini saklayın: adrese sahip olan randevuyu görebilir, değiştirebilir ve iptal "
      "edebilir.",
      "Збережіть адресу цієї сторінки: хто її має, може переглянути, перенести й скасувати запис."}},
    {"booking.until",
     {"Verschieben oder absagen können Sie bis {}.", "You can move or cancel it until {}.",
      "Şu zamana kadar değiştirebilir ya da iptal edebilirsiniz: {}.",
      "Перенести або скасувати можна до: {}."}},
    {"booking.late",
     {"Hier lässt sich der Termin nicht mehr ändern. Bitte fragen Sie {}.",
      "The booking cannot be changed here any more. Please ask {}.",
      "Randevu artık buradan değiştirilemez. Lütfen şuraya sorun: {}.",
      "Тут запис уже не можна змінити. Зверніться: {}."}},
    {"booking.move", {"Verschieben", "Move", "Değiştir", "Перенести"}},
    {"booking.move_to",
     {"Auf eine andere Zeit verschieben", "Move to another time", "Başka bir saate al",
      "Перенести на інший час"}},
    {"booking.cancel", {"Absagen", "Cancel", "İptal et", "Скасувати"}},
    {"booking.cancel_now", {"Termin absagen", "Cancel the booking", "Randevuyu iptal et", "Скасувати запис"}},
    {"booking.reason",
     {"Grund (freiwillig)", "Reason (optional)", "Neden (isteğe bağlı)", "Причина (необов’язково)"}},
    {"booking.sure",
     {"Ja, ich sage diesen Termin ab.", "Yes, I cancel this booking.", "Evet, bu randevuyu iptal ediyorum.",
      "Так, я скасовую цей запис."}},
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
    {"file.later",
     {"Bei „{}“ können wir die Datei gerade nicht annehmen. Das liegt nicht an der Datei. Bitte versuchen "
      "Sie "
      "es später noch einmal.",
      "The file for “{}” cannot be taken at the moment. The file is not the reason. Please try again later.",
      "“{}” için dosyayı şu anda alamıyoruz. Sorun dosyada değil. Lütfen daha sonra yeniden deneyin.",
      "Файл для «{}» зараз неможливо прийняти. Річ не у файлі. Спробуйте пізніше."}},
    {"file.no_time",
     {"Bei „{}“ konnten wir die Datei nicht mehr prüfen: Alle Dateien zusammen brauchen zu lange. Bitte "
      "senden Sie weniger oder einfachere Dateien auf einmal.",
      "The file for “{}” could not be checked any more: all files together take too long. Please send fewer "
      "or simpler files at once.",
      "“{}” için dosya artık denetlenemedi: tüm dosyalar birlikte çok uzun sürüyor. Lütfen bir seferde daha "
      "az ya da daha basit dosya gönderin.",
      "Файл для «{}» уже не вдалося перевірити: усі файли разом потребують забагато часу. Надішліть менше "
      "або простіші файли за один раз."}},
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
    {"feedback", {"Feedback geben", "Give feedback", "Geri bildirim ver", "Надіслати відгук"}},
    {"feedback.kind", {"Worum geht es?", "What is it about?", "Konu nedir?", "Про що йдеться?"}},
    {"feedback.bug",
     {"Etwas funktioniert nicht", "Something does not work", "Bir şey çalışmıyor", "Щось не працює"}},
    {"feedback.wish",
     {"Ich wünsche mir etwas", "I would like something", "Bir dileğim var", "Маю побажання"}},
    {"feedback.question", {"Ich habe eine Frage", "I have a question", "Bir sorum var", "Маю запитання"}},
    {"feedback.praise",
     {"Ich möchte loben", "I would like to give praise", "Övgüde bulunmak istiyorum", "Хочу похвалити"}},
    {"feedback.text", {"Ihre Nachricht", "Your message", "Mesajınız", "Ваше повідомлення"}},
    {"feedback.hint",
     {"Bitte nennen Sie keine Namen, Adressen oder andere persönliche Angaben.",
      "Please do not mention names, addresses or other personal details.",
      "Lütfen ad, adres veya başka kişisel bilgiler yazmayın.",
      "Будь ласка, не вказуйте імен, адрес чи інших особистих даних."}},
    {"feedback.rating",
     {"Wie zufrieden sind Sie?", "How satisfied are you?", "Ne kadar memnunsunuz?",
      "Наскільки ви задоволені?"}},
    {"feedback.no_rating", {"Keine Angabe", "No answer", "Yanıt yok", "Без відповіді"}},
    {"feedback.stars", {"{} von 5 Sternen", "{} of 5 stars", "5 üzerinden {} yıldız", "{} з 5 зірок"}},
    {"feedback.about", {"Zu: {}", "About: {}", "Konu: {}", "Щодо: {}"}},
    {"feedback.along",
     {"Mitgesendet wird die Art Ihres Browsers und Geräts ({}) und die Fassung der City-App ({}), sonst "
      "nichts über Ihr Gerät.",
      "What kind of browser and device you have ({}) and the release of the City-App ({}) are sent along, "
      "and nothing else about your device.",
      "Tarayıcınızın ve cihazınızın türü ({}) ile City-App sürümü ({}) birlikte gönderilir; cihazınız "
      "hakkında başka bir şey gönderilmez.",
      "Разом надсилається вид вашого браузера та пристрою ({}) і версія City-App ({}), більше нічого про ваш "
      "пристрій."}},
    {"feedback.along_version",
     {"Mitgesendet wird die Fassung der City-App ({}), nichts über Ihr Gerät.",
      "The release of the City-App ({}) is sent along, nothing about your device.",
      "City-App sürümü ({}) birlikte gönderilir; cihazınız hakkında bir şey gönderilmez.",
      "Разом надсилається версія City-App ({}), нічого про ваш пристрій."}},
    {"feedback.picture", {"Bild", "Picture", "Resim", "Зображення"}},
    {"feedback.picture_hint",
     {"Wenn Sie möchten: PNG, JPEG oder WebP, höchstens 3 MB. Wo und womit es aufgenommen wurde, wird "
      "entfernt.",
      "If you like: PNG, JPEG or WebP, 3 MB at most. Where and with what it was taken is removed.",
      "İsterseniz: PNG, JPEG veya WebP, en fazla 3 MB. Nerede ve neyle çekildiği silinir.",
      "За бажанням: PNG, JPEG або WebP, до 3 МБ. Дані про місце й пристрій буде вилучено."}},
    {"feedback.picture_wrong",
     {"Dieses Bild lässt sich nicht annehmen. Möglich sind PNG, JPEG und WebP bis 3 MB.",
      "This picture cannot be taken. PNG, JPEG and WebP up to 3 MB are possible.",
      "Bu resim alınamıyor. 3 MB'a kadar PNG, JPEG ve WebP olabilir.",
      "Це зображення не можна прийняти. Можливі PNG, JPEG і WebP до 3 МБ."}},
    {"feedback.picture_again",
     {"Bitte wählen Sie das Bild noch einmal aus.", "Please choose the picture once more.",
      "Lütfen resmi yeniden seçin.", "Виберіть зображення ще раз."}},
    {"feedback.empty",
     {"Ihre Nachricht fehlt noch.", "Your message is missing.", "Mesajınız eksik.",
      "Ваше повідомлення порожнє."}},
    {"feedback.too_long",
     {"Ihre Nachricht ist zu lang. 4.000 Zeichen sind möglich.",
      "Your message is too long. 4,000 characters are possible.",
      "Mesajınız çok uzun. En fazla 4.000 karakter yazabilirsiniz.",
      "Повідомлення задовге. Можна до 4000 символів."}},
    {"feedback.receipt",
     {"Ihr Feedback ist angekommen", "Your feedback has arrived", "Geri bildiriminiz ulaştı",
      "Ваш відгук отримано"}},
    {"feedback.keep",
     {"Merken Sie sich die Adresse dieser Seite. Hier sehen Sie, was aus Ihrem Feedback wird.",
      "Keep the address of this page. Here you can see what becomes of your feedback.",
      "Bu sayfanın adresini saklayın. Geri bildiriminizin durumunu burada görürsünüz.",
      "Збережіть адресу цієї сторінки. Тут ви побачите, що сталося з вашим відгуком."}},
    {"feedback.state", {"Stand", "Status", "Durum", "Стан"}},
    {"feedback.state.received", {"Eingegangen", "Received", "Alındı", "Отримано"}},
    {"feedback.state.triaged", {"Angesehen", "Looked at", "İncelendi", "Переглянуто"}},
    {"feedback.state.planned", {"Eingeplant", "Planned", "Planlandı", "Заплановано"}},
    {"feedback.state.in_progress", {"In Arbeit", "In progress", "Üzerinde çalışılıyor", "У роботі"}},
    {"feedback.state.done", {"Erledigt", "Done", "Tamamlandı", "Виконано"}},
    {"feedback.state.declined",
     {"Wird nicht umgesetzt", "Will not be done", "Yapılmayacak", "Не буде виконано"}},
    {"feedback.replies", {"Antworten", "Replies", "Yanıtlar", "Відповіді"}},
    {"feedback.no_reply",
     {"Noch keine Antwort.", "No reply yet.", "Henüz yanıt yok.", "Відповіді ще немає."}},
    {"feedback.unknown",
     {"Zu dieser Adresse gibt es kein Feedback.", "There is no feedback at this address.",
      "Bu adreste geri bildirim yok.", "За цією адресою немає відгуку."}},
    {"test.strip", {"Testrunde: {}", "Test round: {}", "Test turu: {}", "Тестовий етап: {}"}},
    {"test.leave", {"Code beenden", "End code", "Kodu sonlandır", "Завершити код"}},
    {"test.title",
     {"An einer Testrunde teilnehmen", "Take part in a test round", "Test turuna katıl",
      "Взяти участь у тестуванні"}},
    {"test.code", {"Ihr Code", "Your code", "Kodunuz", "Ваш код"}},
    {"test.go", {"Teilnehmen", "Take part", "Katıl", "Взяти участь"}},
    {"test.unknown",
     {"Diesen Code gibt es nicht. Bitte prüfen Sie Ihre Eingabe.",
      "There is no such code. Please check what you entered.",
      "Böyle bir kod yok. Lütfen girişinizi kontrol edin.", "Такого коду немає. Перевірте введене."}},
    {"test.not_yet",
     {"Diese Testrunde beginnt erst am {}.", "This test round does not begin until {}.",
      "Bu test turu {} tarihinde başlıyor.", "Цей тестовий етап починається {}."}},
    {"test.over",
     {"Diese Testrunde ist beendet. Vielen Dank für Ihr Interesse.",
      "This test round is over. Thank you for your interest.",
      "Bu test turu sona erdi. İlginiz için teşekkürler.",
      "Цей тестовий етап завершено. Дякуємо за вашу цікавість."}},
    {"test.until",
     {"Bis zum {} können Sie die City-App vor allen anderen erproben.",
      "Until {} you can try the City-App before everybody else.",
      "{} tarihine kadar City-App'i herkesten önce deneyebilirsiniz.",
      "До {} ви можете випробувати City-App раніше за всіх."}},
    {"test.what",
     {"Sie sehen dann in diesem Browser auch, was noch nicht für alle freigegeben ist, und senden als "
      "Feedback, was Ihnen auffällt. Die Teilnahme ist freiwillig, und Sie können sie jederzeit beenden.",
      "In this browser you then also see what is not released to everybody yet, and you send what you notice "
      "as feedback. Taking part is voluntary, and you can end it at any time.",
      "Bu tarayıcıda henüz herkese açılmamış olanı da görür, fark ettiklerinizi geri bildirim olarak "
      "gönderirsiniz. Katılım isteğe bağlıdır; istediğiniz zaman sonlandırabilirsiniz.",
      "Тоді в цьому браузері ви бачитимете й те, що ще не відкрито для всіх, і надсилатимете помічене як "
      "відгук. Участь добровільна, і її можна завершити будь-коли."}},
    {"test.staff",
     {"Diese Testrunde ist für Mitarbeitende der Stadt. Melden Sie sich mit Ihrer dienstlichen "
      "E-Mail-Adresse an; dann finden Sie die Runde in „Mein Konto“.",
      "This test round is for people who work for the city. Sign in with your work e-mail address; you then "
      "find the round in “My account”.",
      "Bu test turu belediye çalışanları içindir. İş e-posta adresinizle giriş yapın; turu ardından "
      "“Hesabım” bölümünde bulursunuz.",
      "Цей тестовий етап – для працівників міста. Увійдіть зі службовою адресою електронної пошти; тоді ви "
      "знайдете етап у розділі «Мій обліковий запис»."}},
    {"test.staff_other",
     {"Diese Testrunde ist für Mitarbeitende der Stadt. Sie sind mit {} angemeldet; das ist keine "
      "dienstliche "
      "Adresse der Stadt. Melden Sie sich in „Mein Konto“ ab und mit Ihrer dienstlichen Adresse wieder an.",
      "This test round is for people who work for the city. You are signed in with {}, which is no work "
      "address of the city. Sign out in “My account” and sign in again with your work address.",
      "Bu test turu belediye çalışanları içindir. {} ile giriş yaptınız; bu, belediyenin bir iş adresi "
      "değil. "
      "“Hesabım” bölümünden çıkış yapın ve iş adresinizle yeniden giriş yapın.",
      "Цей тестовий етап – для працівників міста. Ви ввійшли з адресою {}, а це не службова адреса міста. "
      "Вийдіть у розділі «Мій обліковий запис» і ввійдіть знову зі службовою адресою."}},
    {"test.staff_nowhere",
     {"Diese Testrunde ist für Mitarbeitende der Stadt. Hier ist noch nicht eingerichtet, dass sie sich "
      "anmelden können. Bitte wenden Sie sich an die Person, von der Sie den Code haben.",
      "This test round is for people who work for the city. Signing in is not set up for them here yet. "
      "Please "
      "turn to the person who gave you the code.",
      "Bu test turu belediye çalışanları içindir. Giriş yapmaları burada henüz ayarlanmadı. Lütfen kodu "
      "aldığınız kişiye başvurun.",
      "Цей тестовий етап – для працівників міста. Вхід для них тут ще не налаштовано. Зверніться до того, "
      "хто "
      "дав вам код."}},
    {"account.sign_in", {"Anmelden", "Sign in", "Giriş yap", "Увійти"}},
    {"account", {"Mein Konto", "My account", "Hesabım", "Мій обліковий запис"}},
    {"account.email",
     {"Ihre E-Mail-Adresse", "Your e-mail address", "E-posta adresiniz", "Ваша адреса електронної пошти"}},
    {"account.how",
     {"Sie bekommen einen Code an diese Adresse. Ein Passwort brauchen Sie nicht. Mit der ersten Anmeldung "
      "entsteht Ihr Konto; gespeichert wird dafür nur Ihre Adresse.",
      "You get a code at this address. You need no password. Your account is made when you sign in for the "
      "first time; only your address is stored for it.",
      "Bu adrese bir kod gönderilir. Parolaya gerek yoktur. Hesabınız ilk girişinizde oluşturulur; bunun "
      "için "
      "yalnızca adresiniz saklanır.",
      "На цю адресу надійде код. Пароль не потрібен. Обліковий запис створюється під час першого входу; для "
      "нього зберігається лише ваша адреса."}},
    {"account.send_code", {"Code senden", "Send code", "Kodu gönder", "Надіслати код"}},
    {"account.email_wrong",
     {"Das ist keine E-Mail-Adresse. Eine sieht so aus: name@example.org",
      "That is no e-mail address. One looks like this: name@example.org",
      "Bu bir e-posta adresi değil. Şöyle görünür: name@example.org",
      "Це не адреса електронної пошти. Вона виглядає так: name@example.org"}},
    {"account.code_title", {"Code eingeben", "Enter the code", "Kodu girin", "Введіть код"}},
    {"account.code", {"Ihr Code", "Your code", "Kodunuz", "Ваш код"}},
    {"account.code_sent",
     {"Ein Code ist an die genannte Adresse unterwegs. Er gilt {} Minuten.",
      "A code is on its way to the address that you gave. It is good for {} minutes.",
      "Verdiğiniz adrese bir kod gönderiliyor. {} dakika geçerlidir.",
      "Код надсилається на вказану адресу. Він дійсний {} хвилин."}},
    {"account.code_hint",
     {"Acht Ziffern. Kommt nichts an, sehen Sie im Ordner für unerwünschte Post nach. Wer mehrmals "
      "nacheinander einen Code anfordert, muss auf den nächsten einige Minuten warten.",
      "Eight digits. If nothing arrives, look into the folder for junk mail. Who asks for a code several "
      "times "
      "in a row has to wait some minutes for the next one.",
      "Sekiz rakam. Bir şey gelmezse istenmeyen posta klasörüne bakın. Art arda birkaç kez kod isteyenler "
      "bir "
      "sonraki için birkaç dakika bekler.",
      "Вісім цифр. Якщо нічого не надійшло, перевірте папку зі спамом. Хто кілька разів поспіль запитує код, "
      "чекає на наступний кілька хвилин."}},
    {"account.code_wrong",
     {"Dieser Code gilt nicht oder nicht mehr. Prüfen Sie ihn oder fordern Sie einen neuen an.",
      "This code is not good, or no longer. Check it or ask for a new one.",
      "Bu kod geçerli değil ya da artık geçerli değil. Kontrol edin veya yenisini isteyin.",
      "Цей код недійсний або вже недійсний. Перевірте його або запитайте новий."}},
    {"account.new_code",
     {"Neuen Code anfordern", "Ask for a new code", "Yeni kod iste", "Запитати новий код"}},
    {"account.address", {"Angemeldet mit", "Signed in with", "Giriş adresi", "Вхід з адресою"}},
    {"account.since", {"Angemeldet seit", "Signed in since", "Giriş zamanı", "Вхід від"}},
    {"account.made", {"Konto seit", "Account since", "Hesap başlangıcı", "Обліковий запис від"}},
    {"account.devices",
     {"Angemeldete Geräte", "Devices signed in", "Giriş yapılan cihazlar",
      "Пристрої, на яких виконано вхід"}},
    {"account.merchant",
     {"Unter dieser Adresse führt die Stadt ein geprüftes Geschäft. Sie sehen auch, was für Geschäfte "
      "bestimmt ist.",
      "The city has a verified shop under this address. You also see what is meant for shops.",
      "Belediye bu adreste denetlenmiş bir işletme tutuyor. İşletmelere yönelik olanı da görürsünüz.",
      "За цією адресою місто веде перевірений заклад. Ви бачите також те, що призначене для закладів."}},
    {"account.ends",
     {"Die Anmeldung endet nach {} Tagen, oder wenn Sie {} Tage lang nicht hier waren.",
      "You are signed out after {} days, or when you have not been here for {} days.",
      "Oturum {} gün sonra ya da {} gün boyunca gelmezseniz sona erer.",
      "Вхід завершується через {} днів або якщо ви не заходили {} днів."}},
    {"account.test.drawn",
     {"Das Los hat Sie bestimmt: Bis zum {} können Sie die City-App vor allen anderen erproben, wenn Sie "
      "möchten.",
      "You were drawn by lot: until {} you can try the City-App before everybody else, if you like.",
      "Kurada siz çıktınız: Dilerseniz {} tarihine kadar City-App'i herkesten önce deneyebilirsiniz.",
      "Вас обрано жеребкуванням: до {} ви можете випробувати City-App раніше за всіх, якщо бажаєте."}},
    {"account.test.employee",
     {"Sie sind mit einer dienstlichen Adresse der Stadt angemeldet: Bis zum {} können Sie die City-App vor "
      "allen anderen erproben, wenn Sie möchten.",
      "You are signed in with a work address of the city: until {} you can try the City-App before everybody "
      "else, if you like.",
      "Belediyenin bir iş adresiyle giriş yaptınız: Dilerseniz {} tarihine kadar City-App'i herkesten önce "
      "deneyebilirsiniz.",
      "Ви ввійшли зі службовою адресою міста: до {} ви можете випробувати City-App раніше за всіх, якщо "
      "бажаєте."}},
    {"account.test.what",
     {"Sie sehen dann in diesem Browser auch, was noch nicht für alle freigegeben ist, und senden als "
      "Feedback, was Ihnen auffällt. Die Stadt liest es unter einer Nummer, nicht unter Ihrer Adresse. Dass "
      "Sie teilnehmen, wird gespeichert, bis die Runde abgeschlossen ist oder Sie Ihr Konto löschen. Die "
      "Teilnahme ist freiwillig, und Sie können sie jederzeit beenden.",
      "In this browser you then also see what is not released to everybody yet, and you send what you notice "
      "as feedback. The city reads it under a number, not under your address. That you take part is stored "
      "until the round is closed or you erase your account. Taking part is voluntary, and you can end it at "
      "any time.",
      "Bu tarayıcıda henüz herkese açılmamış olanı da görür, fark ettiklerinizi geri bildirim olarak "
      "gönderirsiniz. Belediye bunu adresinizle değil, bir numarayla okur. Katıldığınız bilgisi, tur "
      "kapanana ya da siz hesabınızı silene kadar saklanır. Katılım isteğe bağlıdır; istediğiniz zaman "
      "sonlandırabilirsiniz.",
      "Тоді в цьому браузері ви бачитимете й те, що ще не відкрито для всіх, і надсилатимете помічене як "
      "відгук. Місто читає його під номером, а не під вашою адресою. Те, що ви берете участь, "
      "зберігається, доки етап не закрито або ви не видалите обліковий запис. Участь добровільна, і її "
      "можна завершити будь-коли."}},
    {"account.test.here",
     {"Sie nehmen in diesem Browser teil, bis zum {}.", "You take part in this browser, until {}.",
      "Bu tarayıcıda {} tarihine kadar katılıyorsunuz.", "Ви берете участь у цьому браузері до {}."}},
    {"account.test.elsewhere",
     {"Sie nehmen bis zum {} teil, in diesem Browser aber nicht.",
      "You take part until {}, but not in this browser.",
      "{} tarihine kadar katılıyorsunuz, ancak bu tarayıcıda değil.",
      "Ви берете участь до {}, але не в цьому браузері."}},
    {"account.test.here_too",
     {"Auch in diesem Browser teilnehmen", "Take part in this browser, too", "Bu tarayıcıda da katıl",
      "Взяти участь і в цьому браузері"}},
    {"account.test.left",
     {"Sie haben Ihre Teilnahme beendet. Bis zum {} können Sie wieder teilnehmen.",
      "You ended your part in it. Until {} you can take part again.",
      "Katılımınızı sonlandırdınız. {} tarihine kadar yeniden katılabilirsiniz.",
      "Ви завершили участь. До {} можна взяти участь знову."}},
    {"account.test.return", {"Wieder teilnehmen", "Take part again", "Yeniden katıl", "Взяти участь знову"}},
    {"account.test.leave",
     {"Teilnahme beenden", "End taking part", "Katılımı sonlandır", "Завершити участь"}},
    {"account.identity", {"Ihre Identität", "Your identity", "Kimliğiniz", "Ваша особа"}},
    {"account.identity.why",
     {"Manche Inhalte sind nur für Personen, deren Identität die Stadt geprüft hat. Das geht im Bürgerbüro.",
      "Some content is only for persons whose identity the city has checked. You can have that done at the "
      "citizens' office.",
      "Bazı içerikler yalnızca kimliği belediyece doğrulanmış kişiler içindir. Doğrulama vatandaş bürosunda "
      "yapılır.",
      "Деякий вміст призначено лише для людей, особу яких перевірило місто. Це роблять у бюро для "
      "громадян."}},
    {"account.identity.how",
     {"Holen Sie sich hier einen Code und zeigen Sie ihn dort zusammen mit Ihrem Personalausweis, Reisepass "
      "oder elektronischen Aufenthaltstitel. Der Code gilt {} Minuten: Holen Sie ihn erst, wenn Sie an der "
      "Reihe sind.",
      "Get a code here and show it there together with your identity card, passport or electronic residence "
      "permit. The code is good for {} minutes: get it when it is your turn.",
      "Buradan bir kod alın ve orada kimlik kartınız, pasaportunuz veya elektronik oturma izninizle birlikte "
      "gösterin. Kod {} dakika geçerlidir: Sıranız gelince alın.",
      "Отримайте тут код і покажіть його там разом із посвідченням особи, паспортом або електронною "
      "посвідкою "
      "на проживання. Код дійсний {} хвилин: отримайте його, коли надійде ваша черга."}},
    {"account.identity.make",
     {"Identität bestätigen: Code holen", "Confirm identity: get a code", "Kimliği doğrula: kod al",
      "Підтвердити особу: отримати код"}},
    {"account.identity.code_title",
     {"Ihr Code für das Bürgerbüro", "Your code for the citizens' office", "Vatandaş bürosu için kodunuz",
      "Ваш код для бюро для громадян"}},
    {"account.identity.show",
     {"Zeigen Sie ihn im Bürgerbüro zusammen mit Ihrem Ausweis. Er gilt {} Minuten und einmal. Geben Sie ihn "
      "niemandem sonst.",
      "Show it at the citizens' office together with your identity document. It is good for {} minutes and "
      "once. Give it to nobody else.",
      "Vatandaş bürosunda kimlik belgenizle birlikte gösterin. {} dakika ve bir kez geçerlidir. Başka "
      "kimseye "
      "vermeyin.",
      "Покажіть його в бюро для громадян разом із документом. Він дійсний {} хвилин і один раз. Більше "
      "нікому "
      "його не давайте."}},
    {"account.identity.stored",
     {"Gespeichert werden der Name im Ausweis, die Art des Ausweises, die Zeit und wer geprüft hat. Nummer "
      "und "
      "Kopie des Ausweises werden nicht gespeichert.",
      "Stored are the name in the document, its kind, the time and who checked. Neither its number nor a "
      "copy "
      "is stored.",
      "Belgedeki ad, belgenin türü, zaman ve kontrol eden kişi saklanır. Belge numarası ve kopyası "
      "saklanmaz.",
      "Зберігаються ім'я в документі, його вид, час і хто перевірив. Номер і копія документа не "
      "зберігаються."}},
    {"account.identity.back",
     {"Zurück zum Konto", "Back to the account", "Hesaba dön", "Назад до облікового запису"}},
    {"account.identity.since",
     {"Bestätigt seit", "Confirmed since", "Doğrulandığı tarih", "Підтверджено від"}},
    {"account.identity.name", {"Bestätigter Name", "Confirmed name", "Doğrulanan ad", "Підтверджене ім'я"}},
    {"account.identity.method", {"Geprüft", "Checked", "Kontrol", "Перевірено"}},
    {"account.identity.counter",
     {"im Bürgerbüro, {}", "at the citizens' office, {}", "vatandaş bürosunda, {}",
      "у бюро для громадян, {}"}},
    {"account.identity.identity_card",
     {"Personalausweis", "identity card", "kimlik kartı", "посвідчення особи"}},
    {"account.identity.passport", {"Reisepass", "passport", "pasaport", "паспорт"}},
    {"account.identity.residence_permit",
     {"elektronischer Aufenthaltstitel", "electronic residence permit", "elektronik oturma izni",
      "електронна посвідка на проживання"}},
    {"account.identity.sees",
     {"Sie sehen auch, was für Personen mit geprüfter Identität bestimmt ist.",
      "You also see what is meant for persons with a checked identity.",
      "Kimliği doğrulanmış kişilere yönelik olanı da görürsünüz.",
      "Ви бачите також те, що призначене для людей із перевіреною особою."}},
    {"account.identity.end_sure",
     {"Der bestätigte Name soll gelöscht werden. Für eine neue Bestätigung gehe ich wieder ins Bürgerbüro.",
      "The confirmed name is to be erased. To confirm it anew I go to the citizens' office again.",
      "Doğrulanan ad silinsin. Yeni doğrulama için yeniden vatandaş bürosuna giderim.",
      "Підтверджене ім'я слід видалити. Щоб підтвердити знову, я піду до бюро для громадян."}},
    {"account.identity.end",
     {"Bestätigung zurücknehmen", "Take the confirmation back", "Doğrulamayı geri al",
      "Скасувати підтвердження"}},
    {"account.signed_in", {"Ihre Anmeldung", "Your sign-in", "Oturumunuz", "Ваш вхід"}},
    {"account.sign_out", {"Abmelden", "Sign out", "Çıkış yap", "Вийти"}},
    {"account.sign_out_everywhere",
     {"Auf allen Geräten abmelden", "Sign out on all devices", "Tüm cihazlardan çıkış yap",
      "Вийти на всіх пристроях"}},
    {"account.data",
     {"Gespeicherte Daten herunterladen (JSON)", "Download what is stored (JSON)",
      "Saklanan verileri indir (JSON)", "Завантажити збережені дані (JSON)"}},
    {"account.erase", {"Konto löschen", "Erase the account", "Hesabı sil", "Видалити обліковий запис"}},
    {"account.erase_question",
     {"Möchten Sie Ihr Konto löschen?", "Do you want to erase your account?",
      "Hesabınızı silmek istiyor musunuz?", "Видалити ваш обліковий запис?"}},
    {"account.erase_what",
     {"Ihre Adresse, alle Anmeldungen, die Bestätigung Ihrer Identität und Ihre Teilnahme an Testrunden "
      "werden sofort und endgültig gelöscht. "
      "Bis eine Runde abgeschlossen ist, bleibt nur eine Prüfsumme, die weder Adresse noch Nummer nennt: "
      "damit niemand zweimal zählt. Was Sie mit Formularen, Buchungen oder Feedback gesendet haben, gehört "
      "nicht zum Konto und bleibt.",
      "Your address, all sign-ins, the confirmation of your identity and your part in test rounds are erased "
      "at once and for good. Until a "
      "round "
      "is closed, only a checksum stays, which names neither address nor number: so that nobody counts "
      "twice. "
      "What you sent by forms, bookings or feedback does not belong to the account and stays.",
      "Adresiniz, tüm girişleriniz, kimlik doğrulamanız ve test turlarına katılımınız hemen ve kalıcı olarak "
      "silinir. Bir tur "
      "kapanana kadar yalnızca adresi ve numarayı göstermeyen bir sağlama toplamı kalır: kimse iki kez "
      "sayılmasın diye. Formlar, randevular veya geri bildirimle gönderdikleriniz hesaba ait değildir ve "
      "kalır.",
      "Вашу адресу, усі входи, підтвердження особи та участь у тестуванні буде видалено негайно й остаточно. "
      "Доки етап не "
      "закрито, "
      "лишається тільки контрольна сума, яка не називає ні адреси, ні номера: щоб ніхто не рахувався двічі. "
      "Надіслане через форми, бронювання чи відгуки не належить до облікового запису й залишається."}},
    {"account.erase_yes", {"Endgültig löschen", "Erase for good", "Kalıcı olarak sil", "Видалити остаточно"}},
    {"account.keep", {"Konto behalten", "Keep the account", "Hesabı tut", "Залишити обліковий запис"}},
    {"account.erased",
     {"Ihr Konto ist gelöscht.", "Your account is erased.", "Hesabınız silindi.",
      "Ваш обліковий запис видалено."}},
    {"account.letter.subject",
     {"Ihr Code für die City-App", "Your code for the City-App", "City-App kodunuz", "Ваш код для City-App"}},
    {"account.letter.text",
     {"Guten Tag,\n\nIhr Code für die Anmeldung in der City-App:\n\n{}\n\nEr gilt {} Minuten und nur auf der "
      "Seite, auf der Sie ihn angefordert haben. Geben Sie ihn niemandem weiter; auch die Stadt fragt nicht "
      "danach.\n\nHaben Sie keinen Code angefordert? Dann brauchen Sie nichts zu tun.\n\nFreundliche "
      "Grüße\nIhre City-App\n",
      "Hello,\n\nyour code to sign in to the City-App:\n\n{}\n\nIt is good for {} minutes, and only on the "
      "page on which you asked for it. Give it to nobody; the city does not ask for it either.\n\nYou did "
      "not "
      "ask for a code? Then there is nothing that you have to do.\n\nKind regards\nYour City-App\n",
      "Merhaba,\n\nCity-App giriş kodunuz:\n\n{}\n\n{} dakika ve yalnızca istediğiniz sayfada geçerlidir. "
      "Kimseye vermeyin; belediye de sormaz.\n\nKod istemediniz mi? O hâlde bir şey yapmanız "
      "gerekmez.\n\nSaygılarımızla\nCity-App\n",
      "Добрий день!\n\nВаш код для входу в City-App:\n\n{}\n\nВін дійсний {} хвилин і лише на сторінці, де "
      "ви "
      "його запитали. Нікому його не передавайте; місто також про нього не питає.\n\nВи не запитували код? "
      "Тоді нічого робити не потрібно.\n\nЗ повагою\nВаш City-App\n"}},
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

std::string_view word_language(std::string_view language) {
  const auto primary = language.substr(0, language.find('-'));
  for (const auto& tag : kTags)
    if (primary == tag) return language;
  return "de";
}

std::string_view language_name(std::string_view tag) {
  for (const auto& each : kLanguages)
    if (each.tag == tag) return each.name;
  return tag;
}

}  // namespace stadtpult::content
