import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.Marshaller;
import javax.xml.bind.Unmarshaller;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.ini4j.Config;
import org.ini4j.Ini;

/**
 * A partner in another language. Reads packets with the habits of four real receivers, prints what it understood,
 * and writes a receipt and a registration back. Arguments: folder of XSDs, folder in, folder out.
 */
public final class Peer {
    static final Charset WINDOWS = Charset.forName("windows-1251");
    static final String LETTER = "ПИСЬМО КП ПС СЗИ";

    /** What a version's half of the peer does. */
    interface Half {
        /** One line that names what came; throws if something obligatory is missing. */
        String read(Path folder, byte[] xml) throws Exception;

        /** File name of a reply and its XML, for the message read last. */
        Map<String, byte[]> replies() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path schemas = Path.of(args[0]), in = Path.of(args[1]), out = Path.of(args[2]);
        Map<String, Half> halves = new LinkedHashMap<>();
        halves.put("http://www.infpres.com/IEDMS", new Old(schemas));
        halves.put("urn:IEDMS:MESSAGE", new New(schemas));
        for (Path folder : sorted(in)) {
            Ini envelope = envelope(folder);
            byte[] xml = Files.readAllBytes(folder.resolve(messageFile(envelope)));
            String start = new String(xml, 0, Math.min(xml.length, 600), java.nio.charset.StandardCharsets.ISO_8859_1);
            for (Map.Entry<String, Half> half : halves.entrySet()) {
                if (!start.contains("\"" + half.getKey() + "\"")) {
                    continue;
                }
                String said = half.getValue().read(folder, xml);
                System.out.println(said + "|" + envelope.get("АДРЕСАТЫ", "0"));
                for (Map.Entry<String, byte[]> reply : half.getValue().replies().entrySet()) {
                    write(out, folder.getFileName() + "-" + reply.getKey().replace(".xml", ""), reply.getKey(),
                            reply.getValue(), envelope.get("АДРЕСАТЫ", "0"));
                }
            }
        }
    }

    static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted(Comparator.naturalOrder()).collect(Collectors.toList());
        }
    }

    /** Habits: the envelope is called like its folder, is strict windows-1251 and lists every other file. */
    static Ini envelope(Path folder) throws IOException {
        Path file = folder.resolve(folder.getFileName() + ".ini");
        String text = WINDOWS.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        Ini ini = new Ini();
        ini.setConfig(config());
        ini.load(new StringReader(text));
        if (!ini.get(LETTER, "ШИФРОВАНИЕ").equals("0")) {
            throw new IOException("encrypted");
        }
        TreeSet<String> listed = new TreeSet<>(ini.get("ФАЙЛЫ").values());
        TreeSet<String> present = new TreeSet<>();
        for (Path path : sorted(folder)) {
            present.add(path.getFileName().toString());
        }
        present.remove(file.getFileName().toString());
        if (!listed.equals(present)) {
            throw new IOException("files: " + listed + " but " + present);
        }
        return ini;
    }

    static Config config() {
        Config config = new Config();
        config.setEscape(false);
        return config;
    }

    static String messageFile(Ini envelope) {
        return envelope.get("ФАЙЛЫ").values().stream().filter(name -> name.endsWith(".xml")).findFirst().orElseThrow();
    }

    static void write(Path out, String name, String xmlName, byte[] xml, String address) throws IOException {
        Path folder = Files.createDirectory(out.resolve(name));
        Files.write(folder.resolve(xmlName), xml);
        Ini ini = new Ini();
        ini.setConfig(config());
        ini.put(LETTER, "ТЕМА", "ЭСД МЭДО (" + xmlName + ")");
        ini.put(LETTER, "АВТООТПРАВКА", "1");
        ini.put(LETTER, "ШИФРОВАНИЕ", "0");
        ini.put("АДРЕСАТЫ", "0", address);
        ini.put("ФАЙЛЫ", "0", xmlName);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        java.io.Writer writer = new java.io.OutputStreamWriter(bytes, WINDOWS);
        ini.store(writer);
        Files.write(folder.resolve("envelope.ltr"), bytes.toByteArray());
    }

    /** An unmarshaller that refuses what the schema refuses. */
    static Unmarshaller reader(JAXBContext context, File schema) throws Exception {
        Unmarshaller reader = context.createUnmarshaller();
        reader.setSchema(schema(schema));
        return reader;
    }

    static byte[] marshal(JAXBContext context, File schema, Object root, String encoding) throws Exception {
        Marshaller writer = context.createMarshaller();
        writer.setSchema(schema(schema));
        writer.setProperty(Marshaller.JAXB_ENCODING, encoding);
        writer.setProperty(Marshaller.JAXB_FORMATTED_OUTPUT, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.marshal(root, bytes);
        return bytes.toByteArray();
    }

    static Schema schema(File file) throws Exception {
        return SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema").newSchema(file);
    }

    static void requirePdf(byte[] content) throws IOException {
        if (content.length < 5 || !new String(content, 0, 5, WINDOWS).equals("%PDF-")) {
            throw new IOException("not a PDF");
        }
    }

    /** Habit: appeals are told from correspondence by the kind. */
    static void requireAppeal(String kind) throws IOException {
        if (!"Обращение".equals(kind)) {
            throw new IOException("kind: " + kind);
        }
    }

    private Peer() {
    }
}
