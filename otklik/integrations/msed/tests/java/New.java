import iedms.container.Attachment;
import iedms.container.Author;
import iedms.container.Passport;
import iedms.message.*;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.JAXBElement;

/** Version 2.7.1: a container with a passport. */
final class New implements Peer.Half {
    private static final String ENCODING = "utf-8";
    private final JAXBContext context = JAXBContext.newInstance(Communication.class);
    private final JAXBContext cards = JAXBContext.newInstance(iedms.container.ObjectFactory.class);
    private final File schema;
    private final File cardSchema;
    private Communication came;
    private String documentUid;
    private String documentNumber;

    New(Path schemas) throws Exception {
        schema = schemas.resolve("message-2.7.1.xsd").toFile();
        cardSchema = schemas.resolve("container-2.7.1.xsd").toFile();
    }

    @Override
    public String read(Path folder, byte[] xml) throws Exception {
        came = (Communication) Peer.reader(context, schema).unmarshal(new ByteArrayInputStream(xml));
        Map<String, byte[]> files = unzip(folder.resolve(came.getContainer().getBody()));
        Passport card = (Passport) ((JAXBElement<?>) Peer.reader(cards, cardSchema)
                .unmarshal(new ByteArrayInputStream(files.get("passport.xml")))).getValue();
        Peer.requireAppeal(card.getRequisites().getDocumentKind().getValue());
        Author author = card.getAuthors().getAuthor().get(0);
        documentUid = card.getUid();
        documentNumber = author.getRegistration().getNumber();
        Peer.requirePdf(need(files, card.getDocument().getLocalName()));
        need(files, author.getRegistration().getRegistrationStamp().getLocalName());
        need(files, author.getSign().get(0).getDocumentSignature().getLocalName());
        need(files, author.getSign().get(0).getDocumentSignature().getSignatureStamp().getLocalName());
        int parts = 1;
        if (card.getAttachments() != null) {
            for (Attachment attachment : card.getAttachments().getAttachment()) {
                need(files, attachment.getLocalName());
                parts++;
            }
        }
        String recipient = came.getDeliveryIndex().getDestination().get(0).getDestination().getUid();
        return String.join("|", came.getVersion(), came.getHeader().getUid(), documentUid, documentNumber,
                card.getRequisites().getAnnotation(), recipient, String.valueOf(parts));
    }

    private static byte[] need(Map<String, byte[]> files, String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new IOException("container lacks " + name);
        }
        return files.get(name);
    }

    private static Map<String, byte[]> unzip(Path file) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    @Override
    public Map<String, byte[]> replies() throws Exception {
        Map<String, byte[]> replies = new LinkedHashMap<>();
        Communication receipt = answer("Квитанция");
        AcknowledgmentBody body = new AcknowledgmentBody();
        body.setUid(came.getHeader().getUid());
        body.setTime(now());
        body.setAccepted(true);
        body.setComment("Принято системой на Java");
        receipt.setAcknowledgment(body);
        replies.put("acknowledgment.xml", Peer.marshal(context, schema, receipt, ENCODING));

        Communication registered = answer("Уведомление");
        NotificationBody notification = new NotificationBody();
        notification.setType(NotificationType.fromValue("Зарегистрирован"));
        notification.setUid(documentUid);
        AcceptedEvent event = new AcceptedEvent();
        event.setTime(now());
        DocumentReference foundation = new DocumentReference();
        foundation.setNum(number(documentNumber));
        event.setFoundation(foundation);
        event.setNum(number("ВХ-77/26"));
        notification.setDocumentAccepted(event);
        notification.setComment("Зарегистрировано");
        registered.setNotification(notification);
        replies.put("notification.xml", Peer.marshal(context, schema, registered, ENCODING));
        return replies;
    }

    /** Sender and recipient change places; the sender is taken from the address of delivery. */
    private Communication answer(String type) throws Exception {
        MessageHeader header = new MessageHeader();
        header.setType(MessageType.fromValue(type));
        header.setUid(UUID.randomUUID().toString());
        header.setCreated(now());
        header.setSource(came.getDeliveryIndex().getDestination().get(0).getDestination());
        DeliveryIndexBody index = new DeliveryIndexBody();
        DeliveryIndexBody.Destination place = new DeliveryIndexBody.Destination();
        place.setDestination(came.getHeader().getSource());
        index.getDestination().add(place);
        Communication answer = new Communication();
        answer.setVersion(came.getVersion());
        answer.setHeader(header);
        answer.setDeliveryIndex(index);
        return answer;
    }

    private static DocumentNumber number(String text) throws Exception {
        DocumentNumber number = new DocumentNumber();
        number.setNumber(text);
        number.setDate(javax.xml.datatype.DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-11-24"));
        return number;
    }

    private static javax.xml.datatype.XMLGregorianCalendar now() throws Exception {
        return javax.xml.datatype.DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-11-24T12:00:00");
    }
}
