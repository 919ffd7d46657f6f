import assert from "node:assert/strict";
import { scanPython } from "../../../../src/python/scan/scan-python";
import { needsWords } from "../../../../src/recon/targets/needed-words";

describe("commands that need words", () => {
  const needs = (decorators: string, parameters: string): boolean => {
    const [definition] = scanPython(
      `import click, typer\n${decorators}\ndef run(${parameters}):\n    pass\n`,
    ).definitions;
    assert.ok(definition);
    return needsWords(definition);
  };
  const click: readonly (readonly [decorator: string, isNeeded: boolean])[] = [
    ['@click.argument("queue")', true],
    ['@click.argument("queues", nargs=-1)', false],
    ['@click.argument("queues", nargs=-1, required=True)', true],
    ['@click.argument("queue", default="default")', false],
    ['@click.argument("queue", required=False)', false],
    ['@click.option("--name", required=True)', true],
    ['@click.option("--name", prompt="Your name")', true],
    ['@click.option("--name")', false],
    ["@click.confirmation_option()", true],
    ["@click.pass_context", false],
  ];
  for (const [decorator, isNeeded] of click)
    it(`of click: ${decorator}${isNeeded ? "" : " does not"}`, () =>
      assert.equal(needs(`@cli.command()\n${decorator}`, "given"), isNeeded));

  const typer: readonly (readonly [parameter: string, isNeeded: boolean])[] = [
    ["queue: str", true],
    ['queue: str = "default"', false],
    ["queue: str = typer.Argument(...)", true],
    ["queue: str = typer.Argument()", true],
    ['queue: str = typer.Argument("default")', false],
    ['name: str = typer.Option(..., "--name")', true],
    ['name: str = typer.Option(None, "--name")', false],
    ["name: str = typer.Option(default=None)", false],
    ['name: str = typer.Option("x", prompt=True)', true],
    ["ctx: typer.Context", false],
    ["", false],
  ];
  for (const [parameter, isNeeded] of typer)
    it(`of Typer: (${parameter})${isNeeded ? "" : " does not"}`, () =>
      assert.equal(needs("@app.command()", parameter), isNeeded));
});
