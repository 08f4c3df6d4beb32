// The classes of Android that the smoke package names, with nothing behind them: each prints what it was asked to do.
// One file, cut at its «package» lines by test_apk.py. Signatures as in the SDK; a wrong one fails to link on the JVM.

package android.content;
public class ActivityNotFoundException extends RuntimeException {}

package android.content;
public class ClipData {
    private final Item[] items;
    public ClipData(Item[] items) { this.items = items; }
    public int getItemCount() { return items.length; }
    public Item getItemAt(int i) { return items[i]; }
    public static class Item {
        private final android.net.Uri uri;
        public Item(android.net.Uri uri) { this.uri = uri; }
        public android.net.Uri getUri() { return uri; }
    }
}

package android.content;
public abstract class Context {
    public final java.util.Set<String> allowed = new java.util.HashSet<>();
    public boolean programs = true;
    public android.content.res.Resources getResources() { return new android.content.res.Resources(); }
    public int checkSelfPermission(String name) { return allowed.contains(name) ? 0 : -1; }
}

package android.content;
public class Intent {
    public String action;
    public android.net.Uri data;
    public ClipData clip;
    public boolean many;
    public Intent() {}
    public Intent(String action, android.net.Uri data) { this.action = action; this.data = data; }
    public String getDataString() { return data == null ? null : data.toString(); }
    public android.net.Uri getData() { return data; }
    public ClipData getClipData() { return clip; }
    public Intent putExtra(String name, boolean value) {
        many = value && name.equals("android.intent.extra.ALLOW_MULTIPLE");
        return this;
    }
}

package android.content.res;
public class Resources {
    public static final java.util.List<String> NAMES = new java.util.ArrayList<>();
    public static final java.util.Map<String, String> WORDS = new java.util.HashMap<>();
    public int getIdentifier(String name, String type, String owner) {
        if (!type.equals("string") || !owner.equals("otklik.smoke") || !WORDS.containsKey(name)) return 0;
        NAMES.add(name);
        return NAMES.size();
    }
    public String getString(int id) { return WORDS.get(NAMES.get(id - 1)); }
}

package android.net;
public class Uri {
    private final java.net.URI uri;
    private Uri(String text) { uri = java.net.URI.create(text); }
    public static Uri parse(String text) { return new Uri(text); }
    public String getScheme() { return uri.getScheme(); }
    public String getHost() { return uri.getHost(); }
    public String toString() { return uri.toString(); }
}

package android.os;
public class Bundle {}

package android.view;
public class View {}

package android.text;
public class TextUtils {
    public static String htmlEncode(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}

package android.widget;
public class Toast {
    private final CharSequence text;
    private Toast(CharSequence text) { this.text = text; }
    public static Toast makeText(android.content.Context context, CharSequence text, int length) { return new Toast(text); }
    public void show() { System.out.println("toast " + text); }
}

package android.app;
public class Activity extends android.content.Context {
    public android.content.Intent intent;
    public android.view.View view;
    public Activity() {}
    protected void onCreate(android.os.Bundle state) {}
    protected void onNewIntent(android.content.Intent intent) {}
    protected void onSaveInstanceState(android.os.Bundle state) {}
    protected void onActivityResult(int request, int result, android.content.Intent data) {}
    public void onRequestPermissionsResult(int request, String[] names, int[] answers) {}
    public void onBackPressed() { System.out.println("left"); }
    public void setContentView(android.view.View view) { this.view = view; }
    public android.content.Intent getIntent() { return intent; }
    public void startActivityForResult(android.content.Intent intent, int request) {
        if (!programs) throw new android.content.ActivityNotFoundException();
        String what = intent.action.equals("choose") ? "choose" + (intent.many ? " many" : " one") : "outside " + intent.data;
        System.out.println(what);
    }
    public final void requestPermissions(String[] names, int request) { System.out.println("ask " + names.length + " permissions"); }
}

package android.webkit;
public interface ValueCallback<T> { void onReceiveValue(T value); }

package android.webkit;
public class GeolocationPermissions {
    public interface Callback { void invoke(String origin, boolean allow, boolean retain); }
}

package android.webkit;
public interface WebResourceRequest {
    android.net.Uri getUrl();
    boolean isForMainFrame();
}

package android.webkit;
public abstract class WebResourceError {}

package android.webkit;
public abstract class WebBackForwardList {}

package android.webkit;
public class WebSettings {
    private void said(String what, boolean is) { System.out.println("set " + what + " " + is); }
    public void setJavaScriptEnabled(boolean is) { said("javascript", is); }
    public void setDomStorageEnabled(boolean is) { said("storage", is); }
    public void setAllowFileAccess(boolean is) { said("files", is); }
    public void setAllowContentAccess(boolean is) { said("content", is); }
}

package android.webkit;
public class WebViewClient {
    public WebViewClient() {}
    public boolean shouldOverrideUrlLoading(WebView view, String url) { return false; }
    public void onPageFinished(WebView view, String url) {}
    public void onReceivedError(WebView view, WebResourceRequest request, WebResourceError error) {}
}

package android.webkit;
public class WebChromeClient {
    public WebChromeClient() {}
    public boolean onShowFileChooser(WebView v, ValueCallback<android.net.Uri[]> c, FileChooserParams p) { return false; }
    public void onGeolocationPermissionsShowPrompt(String origin, GeolocationPermissions.Callback callback) {}
    public abstract static class FileChooserParams {
        public abstract int getMode();
        public abstract android.content.Intent createIntent();
    }
}

package android.webkit;
public class WebView extends android.view.View {
    public WebViewClient pages;
    public WebChromeClient asks;
    public boolean past;
    public boolean kept;
    public WebView(android.content.Context context) {}
    public WebSettings getSettings() { return new WebSettings(); }
    public void setWebViewClient(WebViewClient client) { pages = client; }
    public void setWebChromeClient(WebChromeClient client) { asks = client; }
    public void loadUrl(String url) { System.out.println("load " + url); }
    public void loadDataWithBaseURL(String base, String data, String kind, String code, String history) {
        System.out.println("page " + data);
    }
    public boolean canGoBack() { return past; }
    public void goBack() { System.out.println("back"); }
    public void clearHistory() { System.out.println("forget"); }
    public WebBackForwardList saveState(android.os.Bundle state) { System.out.println("saved"); return null; }
    public WebBackForwardList restoreState(android.os.Bundle state) {
        System.out.println("restored");
        return new WebBackForwardList() {};
    }
}

package android.app;
public class Phone {
    // What the hand and the net do, a line each; what the program does about it is printed.
    public static void main(String[] arguments) throws Exception {
        java.nio.charset.Charset utf8 = java.nio.charset.StandardCharsets.UTF_8;
        java.util.List<String> lines = new java.io.BufferedReader(new java.io.InputStreamReader(System.in, utf8)).lines().toList();
        Activity portal = (Activity) Class.forName("otklik.smoke.Portal").getDeclaredConstructor().newInstance();
        for (String line : lines) {
            String[] word = line.split(" ", 3);
            android.webkit.WebView web = (android.webkit.WebView) portal.view;
            switch (word[0]) {
                case "word" -> android.content.res.Resources.WORDS.put(word[1], word[2]);
                case "link" -> portal.intent = opened(word[1]);
                case "open" -> portal.onCreate(null);
                case "reopen" -> portal.onCreate(new android.os.Bundle());
                case "follow" -> portal.onNewIntent(word.length > 1 ? opened(word[1]) : null);
                case "press" -> System.out.println(web.pages.shouldOverrideUrlLoading(web, word[1]) ? "not here" : "here");
                case "came" -> web.pages.onPageFinished(web, "");
                case "lost" -> web.pages.onReceivedError(web, request(word[1], word[2]), null);
                case "past" -> web.past = true;
                case "back" -> portal.onBackPressed();
                case "sleep" -> portal.onSaveInstanceState(new android.os.Bundle());
                case "noprograms" -> portal.programs = false;
                case "files" -> web.asks.onShowFileChooser(web, uris -> System.out.println("files "
                    + java.util.Arrays.toString(uris)), chooser(word[1]));
                case "chose" -> portal.onActivityResult(1, -1, chosen(word));
                case "cancelled" -> portal.onActivityResult(1, 0, null);
                case "place" -> web.asks.onGeolocationPermissionsShowPrompt(word[1],
                    (origin, allow, retain) -> System.out.println("place " + origin + " " + allow + " " + retain));
                case "allow" -> portal.allowed.add("android.permission.ACCESS_" + word[1] + "_LOCATION");
                case "answered" -> portal.onRequestPermissionsResult(2, new String[0], new int[0]);
                default -> throw new IllegalArgumentException(line);
            }
        }
    }
    private static android.content.Intent opened(String url) {
        return new android.content.Intent("android.intent.action.VIEW", android.net.Uri.parse(url));
    }
    private static android.content.Intent chosen(String[] word) {
        android.content.Intent intent = new android.content.Intent();
        if (word.length == 2) intent.data = android.net.Uri.parse(word[1]);
        if (word.length == 3) intent.clip = new android.content.ClipData(new android.content.ClipData.Item[] {
            new android.content.ClipData.Item(android.net.Uri.parse(word[1])),
            new android.content.ClipData.Item(android.net.Uri.parse(word[2])) });
        return intent;
    }
    private static android.webkit.WebResourceRequest request(String part, String url) {
        return new android.webkit.WebResourceRequest() {
            public android.net.Uri getUrl() { return android.net.Uri.parse(url); }
            public boolean isForMainFrame() { return part.equals("page"); }
        };
    }
    private static android.webkit.WebChromeClient.FileChooserParams chooser(String many) {
        return new android.webkit.WebChromeClient.FileChooserParams() {
            public int getMode() { return many.equals("many") ? 1 : 0; }
            public android.content.Intent createIntent() { return new android.content.Intent("choose", null); }
        };
    }
}
