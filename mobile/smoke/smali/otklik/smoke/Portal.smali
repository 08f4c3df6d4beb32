# The one screen: a WebView that holds the portal. Pages decides where links go, Asks answers the page's requests.
.class public Lotklik/smoke/Portal;
.super Landroid/app/Activity;

.field web:Landroid/webkit/WebView;
# What a page waits for while the person chooses: files, or whether it may know the place (asked by `origin`).
.field files:Landroid/webkit/ValueCallback;
.field place:Landroid/webkit/GeolocationPermissions$Callback;
.field origin:Ljava/lang/String;
# 0 = the portal is on the screen, 1 = our page without connection is, 2 = the person tries again. Until the portal is
# back the history holds pages that did not come: «back» among them would go round for ever.
.field lost:I

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    new-instance v0, Landroid/webkit/WebView;
    invoke-direct {v0, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    iput-object v0, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;

    invoke-virtual {v0}, Landroid/webkit/WebView;->getSettings()Landroid/webkit/WebSettings;
    move-result-object v1
    const/4 v2, 0x1
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setJavaScriptEnabled(Z)V
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setDomStorageEnabled(Z)V
    const/4 v2, 0x0
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setAllowFileAccess(Z)V
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setAllowContentAccess(Z)V

    new-instance v1, Lotklik/smoke/Pages;
    invoke-direct {v1, p0}, Lotklik/smoke/Pages;-><init>(Lotklik/smoke/Portal;)V
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    new-instance v1, Lotklik/smoke/Asks;
    invoke-direct {v1, p0}, Lotklik/smoke/Asks;-><init>(Lotklik/smoke/Portal;)V
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->setWebChromeClient(Landroid/webkit/WebChromeClient;)V
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->setContentView(Landroid/view/View;)V

    if-eqz p1, :fresh
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->restoreState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    move-result-object v1
    if-eqz v1, :fresh
    return-void
    :fresh
    const-string v1, "address"
    invoke-virtual {p0, v1}, Lotklik/smoke/Portal;->text(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    invoke-virtual {p0}, Lotklik/smoke/Portal;->getIntent()Landroid/content/Intent;
    move-result-object v1
    invoke-virtual {p0, v1}, Lotklik/smoke/Portal;->follow(Landroid/content/Intent;)V
    return-void
.end method

# A link of the portal opened in another program, while we run.
.method protected onNewIntent(Landroid/content/Intent;)V
    .registers 2
    invoke-super {p0, p1}, Landroid/app/Activity;->onNewIntent(Landroid/content/Intent;)V
    invoke-virtual {p0, p1}, Lotklik/smoke/Portal;->follow(Landroid/content/Intent;)V
    return-void
.end method

# Open the page that the intent names; anything but our own host is left alone.
.method follow(Landroid/content/Intent;)V
    .registers 4
    if-eqz p1, :done
    invoke-virtual {p1}, Landroid/content/Intent;->getDataString()Ljava/lang/String;
    move-result-object v0
    if-eqz v0, :done
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->ours(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :done
    invoke-virtual {p0}, Lotklik/smoke/Portal;->again()V
    iget-object v1, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;
    invoke-virtual {v1, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    :done
    return-void
.end method

# Whether the address has the portal's own scheme and host, at any port.
.method ours(Ljava/lang/String;)Z
    .registers 5
    invoke-static {p1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v0
    const-string v1, "scheme"
    invoke-virtual {p0, v1}, Lotklik/smoke/Portal;->text(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0}, Landroid/net/Uri;->getScheme()Ljava/lang/String;
    move-result-object v2
    invoke-virtual {v1, v2}, Ljava/lang/String;->equalsIgnoreCase(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :no
    const-string v1, "host"
    invoke-virtual {p0, v1}, Lotklik/smoke/Portal;->text(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0}, Landroid/net/Uri;->getHost()Ljava/lang/String;
    move-result-object v2
    invoke-virtual {v1, v2}, Ljava/lang/String;->equalsIgnoreCase(Ljava/lang/String;)Z
    move-result v1
    return v1
    :no
    const/4 v1, 0x0
    return v1
.end method

# A string of res/ in the phone's language. The resources keep this package's name whatever the application's is.
.method text(Ljava/lang/String;)Ljava/lang/String;
    .registers 5
    invoke-virtual {p0}, Lotklik/smoke/Portal;->getResources()Landroid/content/res/Resources;
    move-result-object v0
    const-string v1, "string"
    const-string v2, "otklik.smoke"
    invoke-virtual {v0, p1, v1, v2}, Landroid/content/res/Resources;->getIdentifier(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)I
    move-result v1
    invoke-virtual {v0, v1}, Landroid/content/res/Resources;->getString(I)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method

# Our own page instead of the WebView's; «Повторить» asks for `p1` again.
.method offline(Ljava/lang/String;)V
    .registers 8
    const/4 v0, 0x1
    iput v0, p0, Lotklik/smoke/Portal;->lost:I
    const-string v0, "offline"
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->text(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const-string v1, "%1$s"
    invoke-static {p1}, Landroid/text/TextUtils;->htmlEncode(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v2
    invoke-virtual {v0, v1, v2}, Ljava/lang/String;->replace(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)Ljava/lang/String;
    move-result-object v2
    iget-object v0, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;
    move-object v1, p1
    const-string v3, "text/html"
    const-string v4, "utf-8"
    move-object v5, p1
    invoke-virtual/range {v0 .. v5}, Landroid/webkit/WebView;->loadDataWithBaseURL(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)V
    return-void
.end method

# A page of the portal is on its way.
.method again()V
    .registers 2
    iget v0, p0, Lotklik/smoke/Portal;->lost:I
    if-eqz v0, :fine
    const/4 v0, 0x2
    iput v0, p0, Lotklik/smoke/Portal;->lost:I
    :fine
    return-void
.end method

# A page has come, be it our own.
.method came()V
    .registers 3
    iget v0, p0, Lotklik/smoke/Portal;->lost:I
    const/4 v1, 0x2
    if-ne v0, v1, :done
    const/4 v0, 0x0
    iput v0, p0, Lotklik/smoke/Portal;->lost:I
    iget-object v0, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;
    invoke-virtual {v0}, Landroid/webkit/WebView;->clearHistory()V
    :done
    return-void
.end method

# Start another program; false, and words on the screen, where the phone has none for it.
.method ask(Landroid/content/Intent;I)Z
    .registers 6
    :try
    invoke-virtual {p0, p1, p2}, Lotklik/smoke/Portal;->startActivityForResult(Landroid/content/Intent;I)V
    :tried
    .catch Landroid/content/ActivityNotFoundException; {:try .. :tried} :none
    const/4 v0, 0x1
    return v0
    :none
    move-exception v0
    const-string v0, "no_program"
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->text(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const/4 v1, 0x1
    invoke-static {p0, v0, v1}, Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;
    move-result-object v0
    invoke-virtual {v0}, Landroid/widget/Toast;->show()V
    const/4 v0, 0x0
    return v0
.end method

# Give the waiting page its files, or null for none; a page that is never answered can never ask again.
.method chosen([Landroid/net/Uri;)V
    .registers 4
    iget-object v0, p0, Lotklik/smoke/Portal;->files:Landroid/webkit/ValueCallback;
    if-eqz v0, :nobody
    const/4 v1, 0x0
    iput-object v1, p0, Lotklik/smoke/Portal;->files:Landroid/webkit/ValueCallback;
    invoke-interface {v0, p1}, Landroid/webkit/ValueCallback;->onReceiveValue(Ljava/lang/Object;)V
    :nobody
    return-void
.end method

# Tell the waiting page whether it may know the place; nothing is remembered, the permission is the system's.
.method placed(Z)V
    .registers 5
    iget-object v0, p0, Lotklik/smoke/Portal;->place:Landroid/webkit/GeolocationPermissions$Callback;
    if-eqz v0, :nobody
    const/4 v1, 0x0
    iput-object v1, p0, Lotklik/smoke/Portal;->place:Landroid/webkit/GeolocationPermissions$Callback;
    iget-object v1, p0, Lotklik/smoke/Portal;->origin:Ljava/lang/String;
    const/4 v2, 0x0
    invoke-interface {v0, v1, p1, v2}, Landroid/webkit/GeolocationPermissions$Callback;->invoke(Ljava/lang/String;ZZ)V
    :nobody
    return-void
.end method

# 1 = files were chosen. Several come in the clip, one in the data; the system's own parseResult sees one only.
.method protected onActivityResult(IILandroid/content/Intent;)V
    .registers 10
    const/4 v0, 0x1
    if-ne p1, v0, :other
    const/4 v1, 0x0
    const/4 v0, -0x1
    if-ne p2, v0, :give
    if-eqz p3, :give
    invoke-virtual {p3}, Landroid/content/Intent;->getClipData()Landroid/content/ClipData;
    move-result-object v0
    if-eqz v0, :single
    invoke-virtual {v0}, Landroid/content/ClipData;->getItemCount()I
    move-result v2
    new-array v1, v2, [Landroid/net/Uri;
    const/4 v3, 0x0
    :next
    if-ge v3, v2, :give
    invoke-virtual {v0, v3}, Landroid/content/ClipData;->getItemAt(I)Landroid/content/ClipData$Item;
    move-result-object v4
    invoke-virtual {v4}, Landroid/content/ClipData$Item;->getUri()Landroid/net/Uri;
    move-result-object v4
    aput-object v4, v1, v3
    add-int/lit8 v3, v3, 0x1
    goto :next
    :single
    invoke-virtual {p3}, Landroid/content/Intent;->getData()Landroid/net/Uri;
    move-result-object v0
    if-eqz v0, :give
    const/4 v2, 0x1
    new-array v1, v2, [Landroid/net/Uri;
    const/4 v2, 0x0
    aput-object v0, v1, v2
    :give
    invoke-virtual {p0, v1}, Lotklik/smoke/Portal;->chosen([Landroid/net/Uri;)V
    :other
    return-void
.end method

# Exact or approximate: either will do, the person may allow only the second.
.method public onRequestPermissionsResult(I[Ljava/lang/String;[I)V
    .registers 6
    invoke-virtual {p0}, Lotklik/smoke/Portal;->mayPlace()Z
    move-result v0
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->placed(Z)V
    return-void
.end method

.method mayPlace()Z
    .registers 3
    const-string v0, "android.permission.ACCESS_FINE_LOCATION"
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->checkSelfPermission(Ljava/lang/String;)I
    move-result v0
    if-eqz v0, :yes
    const-string v0, "android.permission.ACCESS_COARSE_LOCATION"
    invoke-virtual {p0, v0}, Lotklik/smoke/Portal;->checkSelfPermission(Ljava/lang/String;)I
    move-result v0
    if-eqz v0, :yes
    const/4 v0, 0x0
    return v0
    :yes
    const/4 v0, 0x1
    return v0
.end method

.method public onBackPressed()V
    .registers 3
    iget v0, p0, Lotklik/smoke/Portal;->lost:I
    if-nez v0, :leave
    iget-object v0, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;
    invoke-virtual {v0}, Landroid/webkit/WebView;->canGoBack()Z
    move-result v1
    if-eqz v1, :leave
    invoke-virtual {v0}, Landroid/webkit/WebView;->goBack()V
    return-void
    :leave
    invoke-super {p0}, Landroid/app/Activity;->onBackPressed()V
    return-void
.end method

.method protected onSaveInstanceState(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onSaveInstanceState(Landroid/os/Bundle;)V
    iget-object v0, p0, Lotklik/smoke/Portal;->web:Landroid/webkit/WebView;
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->saveState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    return-void
.end method
