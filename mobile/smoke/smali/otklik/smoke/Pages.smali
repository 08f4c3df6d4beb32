# Where links go, and what is shown when a page does not come.
.class Lotklik/smoke/Pages;
.super Landroid/webkit/WebViewClient;

.field final portal:Lotklik/smoke/Portal;

.method constructor <init>(Lotklik/smoke/Portal;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    iput-object p1, p0, Lotklik/smoke/Pages;->portal:Lotklik/smoke/Portal;
    return-void
.end method

# The portal stays here; other hosts, tel: and mailto: go to the phone's own programs.
.method public shouldOverrideUrlLoading(Landroid/webkit/WebView;Ljava/lang/String;)Z
    .registers 8
    iget-object v0, p0, Lotklik/smoke/Pages;->portal:Lotklik/smoke/Portal;
    invoke-virtual {v0, p2}, Lotklik/smoke/Portal;->ours(Ljava/lang/String;)Z
    move-result v1
    if-nez v1, :here
    new-instance v1, Landroid/content/Intent;
    const-string v2, "android.intent.action.VIEW"
    invoke-static {p2}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v3
    invoke-direct {v1, v2, v3}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Lotklik/smoke/Portal;->ask(Landroid/content/Intent;I)Z
    const/4 v0, 0x1
    return v0
    :here
    invoke-virtual {v0}, Lotklik/smoke/Portal;->again()V
    const/4 v0, 0x0
    return v0
.end method

.method public onPageFinished(Landroid/webkit/WebView;Ljava/lang/String;)V
    .registers 4
    iget-object v0, p0, Lotklik/smoke/Pages;->portal:Lotklik/smoke/Portal;
    invoke-virtual {v0}, Lotklik/smoke/Portal;->came()V
    return-void
.end method

# A picture that does not come leaves a hole; the page itself gets our own words.
.method public onReceivedError(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;Landroid/webkit/WebResourceError;)V
    .registers 6
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->isForMainFrame()Z
    move-result v0
    if-eqz v0, :part
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v0
    invoke-virtual {v0}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Lotklik/smoke/Pages;->portal:Lotklik/smoke/Portal;
    invoke-virtual {v1, v0}, Lotklik/smoke/Portal;->offline(Ljava/lang/String;)V
    :part
    return-void
.end method
