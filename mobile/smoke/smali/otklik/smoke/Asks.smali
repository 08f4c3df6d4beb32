# What a page asks of the phone: files and the place.
.class Lotklik/smoke/Asks;
.super Landroid/webkit/WebChromeClient;

.field final portal:Lotklik/smoke/Portal;

.method constructor <init>(Lotklik/smoke/Portal;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/WebChromeClient;-><init>()V
    iput-object p1, p0, Lotklik/smoke/Asks;->portal:Lotklik/smoke/Portal;
    return-void
.end method

.method public onShowFileChooser(Landroid/webkit/WebView;Landroid/webkit/ValueCallback;Landroid/webkit/WebChromeClient$FileChooserParams;)Z
    .registers 9
    iget-object v0, p0, Lotklik/smoke/Asks;->portal:Lotklik/smoke/Portal;
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Lotklik/smoke/Portal;->chosen([Landroid/net/Uri;)V
    iput-object p2, v0, Lotklik/smoke/Portal;->files:Landroid/webkit/ValueCallback;
    invoke-virtual {p3}, Landroid/webkit/WebChromeClient$FileChooserParams;->createIntent()Landroid/content/Intent;
    move-result-object v2
    invoke-virtual {p3}, Landroid/webkit/WebChromeClient$FileChooserParams;->getMode()I
    move-result v3
    const/4 v4, 0x1
    if-ne v3, v4, :one
    const-string v3, "android.intent.extra.ALLOW_MULTIPLE"
    invoke-virtual {v2, v3, v4}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Z)Landroid/content/Intent;
    :one
    invoke-virtual {v0, v2, v4}, Lotklik/smoke/Portal;->ask(Landroid/content/Intent;I)Z
    move-result v2
    if-nez v2, :asked
    invoke-virtual {v0, v1}, Lotklik/smoke/Portal;->chosen([Landroid/net/Uri;)V
    :asked
    return v4
.end method

# Only the portal itself may know the place; the person is asked by the system, once.
.method public onGeolocationPermissionsShowPrompt(Ljava/lang/String;Landroid/webkit/GeolocationPermissions$Callback;)V
    .registers 7
    iget-object v0, p0, Lotklik/smoke/Asks;->portal:Lotklik/smoke/Portal;
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Lotklik/smoke/Portal;->placed(Z)V
    iput-object p2, v0, Lotklik/smoke/Portal;->place:Landroid/webkit/GeolocationPermissions$Callback;
    iput-object p1, v0, Lotklik/smoke/Portal;->origin:Ljava/lang/String;
    invoke-virtual {v0, p1}, Lotklik/smoke/Portal;->ours(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :answer
    invoke-virtual {v0}, Lotklik/smoke/Portal;->mayPlace()Z
    move-result v1
    if-nez v1, :answer
    const/4 v1, 0x2
    new-array v2, v1, [Ljava/lang/String;
    const/4 v3, 0x0
    const-string v1, "android.permission.ACCESS_FINE_LOCATION"
    aput-object v1, v2, v3
    const/4 v3, 0x1
    const-string v1, "android.permission.ACCESS_COARSE_LOCATION"
    aput-object v1, v2, v3
    const/4 v1, 0x2
    invoke-virtual {v0, v2, v1}, Lotklik/smoke/Portal;->requestPermissions([Ljava/lang/String;I)V
    return-void
    :answer
    invoke-virtual {v0, v1}, Lotklik/smoke/Portal;->placed(Z)V
    return-void
.end method
