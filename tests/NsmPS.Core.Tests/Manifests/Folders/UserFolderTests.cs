using System.Diagnostics;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Manifests.Folders;

namespace NsmPS.Core.Tests.Manifests.Folders;

public sealed class UserFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FolderCases.All), MemberType = typeof(FolderCases))]
    public async Task Read_WithAndWithoutKubectl_IsTheSame(string what, string text)
    {
        Assert.NotEmpty(what);
        FolderText.WriteTo(_folder, text);
        var variable = ClusterEnvironment.OfProcess().Variable;
        Assert.SkipWhen(ProgramPath.Find(KubectlBuild.Program, variable) is null, "There is no kubectl on this machine.");

        var own = await ReadAsync(_ => null);
        var kubectl = await ReadAsync(variable);

        Assert.Equal(kubectl.Keys.Order(StringComparer.Ordinal), own.Keys.Order(StringComparer.Ordinal));
        Assert.All(kubectl, item => Assert.Equal(Sorted(item.Value), Sorted(own[item.Key])));
    }

    [Fact]
    public async Task Read_LinksInsideTheRoot_AreFollowedBothWays()
    {
        FolderText.WriteTo(_folder, "== top/kustomization.yaml\nresources: [linked, map.yaml]\n" + FolderCases.Endpoint);
        Directory.CreateSymbolicLink(Path.Combine(Top, "linked"), Path.Combine("..", "base"));
        _folder.Write(Path.Combine("top", "real.yaml"), "{ apiVersion: v1, kind: ConfigMap, metadata: { name: linked } }");
        File.CreateSymbolicLink(Path.Combine(Top, "map.yaml"), "real.yaml");
        var variable = ClusterEnvironment.OfProcess().Variable;
        Assert.SkipWhen(ProgramPath.Find(KubectlBuild.Program, variable) is null, "There is no kubectl on this machine.");

        string[] expected = ["ConfigMap/linked", "Deployment/nse", "NetworkService/folder-service", "Service/nse", "ServiceAccount/talker"];
        Assert.Equal(expected, (await ReadAsync(_ => null)).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(expected, (await ReadAsync(variable)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_PlainFolder_HasTheFilesInIt()
    {
        FolderText.WriteTo(_folder,
            """
            == top/a.yaml
            { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }
            == top/b.yml
            { apiVersion: v1, kind: ConfigMap, metadata: { name: b } }
            == top/read.me
            no YAML: [
            == top/deeper/c.yaml
            { apiVersion: v1, kind: ConfigMap, metadata: { name: c } }
            """);

        Assert.Equal(["ConfigMap/a", "ConfigMap/b"], (await ReadAsync(_ => null)).Keys);
    }

    // To open a pipe would wait for its writer, and nothing could end that.
    [Fact]
    public async Task Read_PipeAmongTheFiles_IsNotOpened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has mkfifo for certain.");
        FolderText.WriteTo(_folder, "== top/a.yaml\n{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }\n");
        using var pipe = Process.Start("mkfifo", [Path.Combine(Top, "b.yaml")]);
        await pipe.WaitForExitAsync(Token);

        var read = Task.Run(() => ReadAsync(_ => null), Token);

        Assert.Equal(["ConfigMap/a"], (await read.WaitAsync(TimeSpan.FromMinutes(1), Token)).Keys);
    }

    [Theory]
    [InlineData("nameprefix: x", "line 3: a kustomization has no field 'nameprefix'")]
    [InlineData("resources: [gone.yaml]", "line 3: 'gone.yaml': it is no file")]
    [InlineData("resources: [../out.yaml]", "line 3: '../out.yaml' is no folder, and files must lie beside the kustomization or below it")]
    [InlineData("resources: [../../..]", "line 3: '../../..' leads out of")]
    [InlineData("resources: [/etc]", "line 3: '/etc' is no path relative to the file")]
    [InlineData("resources: [link]", "line 3: 'link' leads out of")]
    [InlineData("resources: [bare]", "line 3: the folder 'bare' has no kustomization.yaml")]
    [InlineData("resources: [.]", "line 3: '.' leads round in a circle")]
    [InlineData("resources: [https://example.org/a?ref=b]", "line 3: 'https://example.org/a?ref=b' is a URL")]
    [InlineData("resources: [git@example.org:a/b]", "line 3: 'git@example.org:a/b' is a URL")]
    [InlineData("patches: [{ path: https://example.org/p.yaml }]", "line 3: 'https://example.org/p.yaml' is a URL")]
    [InlineData("patches: [{ path: ../out.yaml }]", "line 3: '../out.yaml' must lie beside the kustomization or below it")]
    [InlineData("configMapGenerator: [{ name: a, files: [link/hosts] }]", "line 3: 'link/hosts' leads out of")]
    [InlineData("generators: [a.yaml]", "line 3: generators would run programs")]
    [InlineData("helmCharts: [{ name: a }]", "line 3: helmCharts would run programs")]
    [InlineData("components: [bare]", "line 3: the folder 'bare' has no kustomization.yaml")]
    [InlineData("vars: []", "line 3: without kubectl NsmPS does not know the field vars")]
    [InlineData("images: [{ name: a, tagSuffix: b }]", "line 3: without kubectl NsmPS does not know the field 'tagSuffix' of images")]
    [InlineData("replicas: [{ name: who, count: 1 }]", "line 3: replicas names 'who'")]
    [InlineData("patches: [{ path: patch.yaml }]", "patch.yaml, line 3: there is no Deployment 'nse' for the patch")]
    [InlineData("commonLabels: { a: 1 }", "line 3: commonLabels must be a mapping of texts")]
    [InlineData("namespace: [a", "line 4, column 1")]
    public async Task Read_WhatIsNotAllowed_NamesFileLineAndRule(string line, string expected)
    {
        FolderText.WriteTo(_folder,
            $$"""
            == out.yaml
            a: b
            == top/bare/note.txt
            none
            == top/patch.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: nse }
            == top/kustomization.yaml
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            {{line}}

            """);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "top", "link"), "/etc");

        var error = await Assert.ThrowsAsync<NsmException>(() => ReadAsync(_ => null));

        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("top", expected.StartsWith("patch", StringComparison.Ordinal) ? "patch.yaml" : "kustomization.yaml"),
            error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public async Task Read_BaseOutsideWithoutClone_NeedsARoot()
    {
        FolderText.WriteTo(_folder, "== top/kustomization.yaml\nresources: [../base]\n" + FolderCases.Endpoint);

        var error = await Assert.ThrowsAsync<NsmException>(() =>
            new UserFolder(Top, null, _ => null, TimeProvider.System).ReadAsync(Token));

        Assert.Contains("'../base' leads out of", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Root", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/example/folders/base?ref=abc")]
    [InlineData("github.com/Example/folders.git//base?ref=abc")]
    public async Task Read_UrlOfTheClonesOwnRepository_IsTheLocalFolder(string url)
    {
        FolderText.WriteTo(_folder, $"== top/kustomization.yaml\nresources: ['{url}']\n"
            + "== .git/config\n[remote \"origin\"]\n\turl = https://github.com/example/folders.git\n" + FolderCases.Endpoint);
        var folder = new UserFolder(Top, null, _ => null, TimeProvider.System);

        Assert.Equal(4, (await folder.ReadAsync(Token)).Count);
        Assert.Contains(url, Assert.Single(folder.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/example/others/base?ref=abc", "is a URL")]
    [InlineData("https://github.com/example/folders/../../base", "leads out of")]
    public async Task Read_UrlThatIsNotInTheClone_IsRefused(string url, string expected)
    {
        FolderText.WriteTo(_folder, $"== top/kustomization.yaml\nresources: ['{url}']\n"
            + "== .git/config\n[remote \"origin\"]\n\turl = git@github.com:example/folders.git\n" + FolderCases.Endpoint);

        var error = await Assert.ThrowsAsync<NsmException>(() =>
            new UserFolder(Top, null, _ => null, TimeProvider.System).ReadAsync(Token));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private string Top => Path.Combine(_folder.Path, "top");

    private async Task<IReadOnlyDictionary<string, JsonObject>> ReadAsync(Func<string, string?> variable) =>
        (await new UserFolder(Top, _folder.Path, variable, TimeProvider.System).ReadAsync(Token))
            .Objects.ToDictionary(item => item.Key().ToString());

    /// <summary>With keys in order: it does not matter in which one they were written.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject mapping => "{" + string.Join(",", mapping.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}:{Sorted(pair.Value)}")) + "}",
        JsonArray list => "[" + string.Join(",", list.Select(Sorted)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
