namespace NsmPS.Bundles;

/// <summary>The files of a support bundle that a sandbox reads again.</summary>
internal static class BundleFormat
{
    /// <summary>The number of this form; another one is not read.</summary>
    public const int Number = 1;

    public const string Index = "bundle.json";
    public const string Page = "index.html";
    public const string Commands = "recorded/commands.json";
    public const string Trials = "recorded/trials.json";
    public const string Managers = "recorded/managers.json";
    public const string Secrets = "recorded/secrets.json";
    public const string Logs = "recorded/logs.json";

    /// <summary>Where the objects are, a file for each kind.</summary>
    public const string ObjectFolder = "objects/";

    /// <summary>Where the logs are.</summary>
    public const string LogFolder = "logs/";

    /// <summary>What names a trial: a change that the server was asked to carry out without keeping it.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">Its path, without a query.</param>
    /// <param name="name">The object's name.</param>
    public static string TrialKey(string method, string path, string name) => $"{method} {path} {name}";
}
