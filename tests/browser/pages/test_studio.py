"""The latent studio, of runs that train and that have ended: sliders, ways between two, the grid of a codebook."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.bench import latent


def picture(page: Page, name: str) -> str:
    return str(page.locator(f"{name} canvas").evaluate("canvas => canvas.toDataURL()"))


def changes(page: Page, name: str, before: str) -> str:
    handle = page.locator(f"{name} canvas").element_handle()
    page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=[handle, before])
    return picture(page, name)


def becomes(page: Page, name: str, wanted: str) -> None:
    handle = page.locator(f"{name} canvas").element_handle()
    page.wait_for_function("([canvas, wanted]) => canvas.toDataURL() === wanted", arg=[handle, wanted])


def tool(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_sliders_change_the_picture_while_it_trains_and_after(tab: Page, app: str) -> None:
    page = tab
    latent.train_for_sliders(page, app)
    expect(page.locator(".st-key-to_studio button:visible")).to_be_visible()
    latent.to_studio(page)
    page.locator(".sliders .caption", has_text="steps").wait_for()
    assert sum(changed for _wait, changed in latent.slides(page, 12)) >= 9

    latent.to_bench(page)
    latent.stop(page)
    latent.to_studio(page)
    expect(page.locator(".sliders .row")).to_have_count(12)
    assert all(changed for _wait, changed in latent.slides(page, 12))

    zero = page.get_by_role("radio", name="all zero")
    before = picture(page, ".sliders")
    zero.click()
    changes(page, ".sliders", before)
    expect(page.locator(".sliders output").first).to_have_text("0.00")
    start = picture(page, ".sliders")
    first = page.get_by_role("slider").first
    first.focus()
    for _step in range(8):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".sliders output").first).not_to_have_text("0.00")
    moved = changes(page, ".sliders", start)
    assert moved != start
    page.get_by_role("button", name="Back to the start").click()
    becomes(page, ".sliders", start)

    page.get_by_role("button", name="Show all 16 numbers").click()
    expect(page.get_by_role("slider")).to_have_count(16)
    example = page.get_by_role("radio", name=": 3").first
    example.click()
    expect(example).to_have_attribute("aria-checked", "true")
    begun = changes(page, ".sliders", start)
    page.keyboard.press("ArrowRight")
    changes(page, ".sliders", begun)

    tool(page, "Between two")
    expect(page.locator(".shots img")).to_have_count(22)
    rows = page.locator(".shots").last
    before = rows.inner_html()
    page.get_by_role("radiogroup", name="From").get_by_role("radio", name=": 8").first.click()
    page.wait_for_function("before => [...document.querySelectorAll('.shots')].at(-1).innerHTML !== before", arg=before)

    tool(page, "Arithmetic")
    expect(page.get_by_role("radiogroup", name="A", exact=True).get_by_role("radio", name="all of 0")).to_be_visible()
    expect(page.get_by_role("img", name="A − B + C")).to_be_visible()

    tool(page, "Map")
    page.locator(".st-key-figure_plane .latent-cross").focus()
    expect(page.locator(".latent .caption")).to_contain_text("Decoded")
    here = picture(page, ".latent")
    for _step in range(4):
        page.keyboard.press("Shift+ArrowRight")
    changes(page, ".latent", here)


def test_editing_the_grid_of_a_codebook_changes_the_picture(tab: Page, app: str) -> None:
    page = tab
    latent.begin(page, app, "vq-vae-digits")
    page.get_by_text("100,000 epochs").first.wait_for()
    latent.to_studio(page)
    page.locator(".codes .caption", has_text="steps").wait_for()
    latent.to_bench(page)
    latent.stop(page)
    latent.to_studio(page)
    cells = page.get_by_role("spinbutton")
    expect(cells).to_have_count(16)
    start, numbers = picture(page, ".codes"), [cell.input_value() for cell in cells.all()]

    # By a click on an entry of the codebook that makes another picture.
    cells.nth(5).click()
    expect(page.locator(".codes .which")).to_contain_text("at place 6")
    page.wait_for_function(
        "() => { const root = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.codes'))"
        ".shadowRoot; const seen = [...root.querySelectorAll('.book img')].map(image => image.src);"
        " return new Set(seen).size > 4; }"
    )
    other = page.locator(".codes .book button[aria-pressed=false]").first
    other.click()
    clicked = changes(page, ".codes", start)
    assert cells.nth(5).input_value() != numbers[5]

    # By typing, and by the arrow keys.
    cells.nth(6).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("0" if numbers[6] != "0" else "1")
    typed = changes(page, ".codes", clicked)
    page.keyboard.press("ArrowUp")
    expect(cells.nth(6)).to_have_value("1" if numbers[6] != "0" else "2")
    assert typed

    page.get_by_role("button", name="Back to the start").click()
    becomes(page, ".codes", start)
    assert [cell.input_value() for cell in cells.all()] == numbers

    drawn = page.get_by_role("radio", name="Generated by the prior").first
    drawn.click()
    changes(page, ".codes", start)
