import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.xml.bind.JAXBContext;
import peer.m22.*;

/** Version 2.2: one XML and loose files. */
final class Old implements Peer.Half {
    private static final String ENCODING = "windows-1251";
    private final JAXBContext context = JAXBContext.newInstance(Communication.class);
    private final File schema;
    private Communication came;
    private String documentUid;
    private String documentNumber;

    Old(Path schemas) throws Exception {
        schema = schemas.resolve("message-2.2.xsd").toFile();
    }

    @Override
    public String read(Path folder, byte[] xml) throws Exception {
        came = (Communication) Peer.reader(context, schema).unmarshal(new ByteArrayInputStream(xml));
        DocumentBody document = came.getDocument();
        Peer.requireAppeal(document.getKind().getValue());
        documentUid = document.getUid();
        documentNumber = document.getNum().getNumber();
        FileList.File text = came.getFiles().getFile().get(0);
        Peer.requirePdf(Files.readAllBytes(folder.resolve(text.getLocalName())));
        String recipient = came.getDeliveryIndex().getDestination().get(0).getDestination().getUid();
        return String.join("|", came.getVersion(), came.getHeader().getUid(), documentUid, documentNumber,
                document.getAnnotation(), recipient, String.valueOf(came.getFiles().getFile().size()));
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
